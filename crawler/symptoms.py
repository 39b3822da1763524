"""Pages that answer and are not the page: error pages, maintenance notes, captchas, shells."""

from __future__ import annotations

import re

from crawler.fetch import Answer
from crawler.lexicon import pattern
from crawler.markup import Markup
from crawler.report import Disposition

_SHORT = 600
"""Characters of visible text: a maintenance note or a captcha page hardly has more."""
_ERROR_PAGE = 4_000
"""Characters: an error page with the site's whole menu and footer stays under this."""
_SHELL_WORDS = 25
"""A page with fewer words and a mount point, or with hardly any and scripts, waits for its scripts.
"""
_FEW_LINKS = 12
_CHALLENGE = re.compile(
    rb"cf-chl-|challenge-platform|/_incapsula_resource|px-captcha|ddos-guard|sucuri_cloudproxy_js"
    rb"|geo\.captcha-delivery\.com|awswafcookiedomainlist",
    re.IGNORECASE,
)
"""Marks of the challenge pages of Cloudflare, Imperva, HUMAN, DDoS-Guard, Sucuri, DataDome, AWS
WAF.
"""
_404 = re.compile(r"(?<![\w.,])404(?![\w.,])")


def symptom(markup: Markup, answer: Answer, *, probe: str | None) -> tuple[Disposition, str] | None:
    """What is wrong with a page that answers 200, and by which sign; None when nothing is.

    `probe` is the visible text that this host serves, with 200, for an address that cannot exist.
    """
    headline = f"{markup.title}\n{markup.heading}"
    if is_captcha(markup, answer):
        return Disposition.CAPTCHA, "it asks for a human first"
    if _is_maintenance(markup, headline):
        return Disposition.MAINTENANCE, f'its headline: "{markup.title or markup.heading}"'
    if len(markup.text) < _ERROR_PAGE and _says_not_found(headline):
        return Disposition.SOFT_404, f'its headline: "{markup.title or markup.heading}"'
    if probe is not None and markup.text == probe and not is_shell(markup):
        return Disposition.SOFT_404, "the same page as for an address that cannot exist"
    return None


def is_captcha(markup: Markup, answer: Answer) -> bool:
    """Whether a firewall answered in the page's place."""
    if answer.headers.get("cf-mitigated") == "challenge":
        return True
    if len(markup.text) > _SHORT:
        return False
    headline = f"{markup.title}\n{markup.heading}"
    marked = _CHALLENGE.search(answer.body) is not None
    worded = pattern("answers", "captcha").search(headline) is not None
    return (marked and (worded or answer.status != 200)) or (worded and not markup.links)


def is_shell(markup: Markup) -> bool:
    """Whether the page's content seems to appear only after its scripts have run."""
    words = markup.text.split()
    if len(words) >= _SHELL_WORDS or not markup.scripts:
        return False
    return markup.mounts or len(words) < 5


def _is_maintenance(markup: Markup, headline: str) -> bool:
    if len(markup.text) > _SHORT or len(markup.links) > _FEW_LINKS:
        return False
    return pattern("answers", "maintenance").search(headline) is not None


def _says_not_found(headline: str) -> bool:
    """The title or the first heading is an error message, or 404 and nothing else."""
    words = pattern("answers", "not_found")
    if words.search(headline) is None:
        return any(part == "404" for line in headline.splitlines() for part in _parts(line))
    if _404.search(headline):
        return True
    return any(_mostly(words, line) for line in headline.splitlines())


def _mostly(words: re.Pattern[str], line: str) -> bool:
    """Whether one part of a headline such as "Page not found | Acme" is nothing but the message."""
    for part in _parts(line):
        found = words.search(part)
        if found and len(part) - len(found[0]) <= 12:
            return True
    return False


def _parts(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s+[|·•–—:-]\s+|[!?.]", line)]
