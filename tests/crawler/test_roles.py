"""What pages are for."""

import pytest

from crawler.roles import Role, is_contact_heading, page_role
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("", Role.HOME),
        ("index.html", Role.HOME),
        ("de/", Role.HOME),
        ("kontakt.html", Role.CONTACT),
        ("fr/nous-contacter/", Role.CONTACT),
        ("impressum", Role.IMPRINT),
        ("mentions-legales", Role.IMPRINT),
        ("polityka-prywatnosci", Role.PRIVACY),
        ("sobre-nosotros/", Role.ABOUT),
        ("blog/contact-lenses-in-winter", Role.ARTICLE),
        ("services/", Role.OTHER),
    ],
)
def test_by_address(path: str, role: Role) -> None:
    assert page_role(document("<h1>x</h1>", url=f"https://example.com/{path}")) is role


def test_by_title_and_heading() -> None:
    titled = document("<p>x</p>", url="https://example.com/p12", head="<title>Kontakt | A</title>")
    assert page_role(titled) is Role.CONTACT
    headed = document("<h1>Datenschutzerklärung</h1>", url="https://example.com/p13")
    assert page_role(headed) is Role.PRIVACY


def test_contact_headings() -> None:
    assert is_contact_heading("Où nous trouver")
    assert not is_contact_heading("Our services")
