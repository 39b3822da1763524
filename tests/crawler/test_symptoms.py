from __future__ import annotations

import pytest

from crawler.fetch import Answer
from crawler.markup import read_markup
from crawler.report import Disposition
from crawler.symptoms import is_shell, symptom

WORDS = "<p>" + "A sentence of the page that says something. " * 40 + "</p>"
LINKS = "".join(f'<a href="/{n}">Link {n}</a>' for n in range(30))


def judge(html: str, probe: str | None = None, **headers: str) -> Disposition | None:
    answer = Answer("http://h.example/x", 200, headers, html.encode(), html)
    found = symptom(read_markup(html, answer.url), answer, probe=probe)
    return found[0] if found else None


@pytest.mark.parametrize(
    "html",
    [
        f"<title>404</title><h1>Error 404</h1>{LINKS}",
        f"<title>Page not found | Acme</title><h1>Oops!</h1>{LINKS}",
        "<title>Acme</title><h1>Seite nicht gefunden</h1>",
        "<title>Página no encontrada - Acme</title>",
        "<title>Acme</title><h1>Cette page n’existe pas.</h1>",
        "<title>Nie znaleziono strony – Acme</title>",
        "<title>404 — Pagina non trovata</title>",
    ],
)
def test_error_pages_that_answer_200(html: str) -> None:
    assert judge(html) is Disposition.SOFT_404


@pytest.mark.parametrize(
    "html",
    [
        f"<title>Peugeot 404 | Acme</title><h1>Our Peugeot 404</h1>{WORDS}",
        f"<title>How we fixed page not found errors for a client</title>{WORDS}",
        f"<title>Maintenance contracts</title><h1>Under maintenance: your roof</h1>{WORDS}{LINKS}",
        f"<title>Access denied? Locksmith Acme</title><h1>Locksmith</h1>{WORDS}{LINKS}",
        f"<title>Acme</title><h1>Acme</h1>{WORDS}",
    ],
)
def test_pages_that_only_talk_of_it(html: str) -> None:
    assert judge(html) is None


@pytest.mark.parametrize(
    "html",
    [
        "<title>Site en maintenance</title><p>À bientôt",
        "<title>Acme</title><h1>Estamos en mantenimiento</h1>",
        "<title>Acme – Wartungsarbeiten</title>",
        "<title>We'll be back soon</title>",
    ],
)
def test_maintenance_notes(html: str) -> None:
    assert judge(html) is Disposition.MAINTENANCE


def test_captchas() -> None:
    assert judge("<p>x", **{"cf-mitigated": "challenge"}) is Disposition.CAPTCHA
    assert judge("<title>Just a moment...</title><script>cf-chl-</script>") is Disposition.CAPTCHA
    assert judge("<title>Verify you are human</title>") is Disposition.CAPTCHA
    form = f"<title>Contact</title>{WORDS}<div class='g-recaptcha'></div>"
    assert judge(form) is None


def test_the_page_that_is_served_for_nonsense() -> None:
    html = f"<title>Acme</title>{WORDS}"
    assert judge(html, probe=read_markup(html, "http://h.example/").text) is Disposition.SOFT_404
    assert judge(html, probe="something else") is None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div id="root"></div><script src=a.js></script>', True),
        (
            "<app-root></app-root><script src=a.js></script><noscript>Enable them</noscript>",
            True,
        ),
        ("<p>Loading</p><script src=a.js></script>", True),
        (f'<div id="root">{WORDS}</div><script src=a.js></script>', False),
        (f'<div id="app"></div>{WORDS}<script src=a.js></script>', False),
        ("<p>A small page without scripts", False),
        ("<h1>Thank you</h1><p>We have your message.</p><script src=a.js></script>", False),
    ],
)
def test_shells_that_wait_for_their_scripts(html: str, *, expected: bool) -> None:
    assert is_shell(read_markup(html, "http://h.example/")) is expected
