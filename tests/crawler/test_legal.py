"""Copyright holders and legal names."""

import pytest

from crawler.legal import bare_name, copyright_name, legal_name, title_parts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("© 2026 Acme. All rights reserved.", "Acme"),
        ("© 2015-2026 Cantina Verde S.r.l. Tutti i diritti riservati", "Cantina Verde S.r.l."),
        ("Copyright © 2026 by Acme & Sons | Privacy Policy", "Acme & Sons"),
        ("Acme Web 2026 ©", None),
        ("© Acme Web 2026", "Acme Web"),
        ("(c) 2026 Acme – Webdesign von Pixel", "Acme"),
        ("© 2026", None),
        ("All rights reserved", None),
        ("© 2026 Todos los derechos reservados", None),
    ],
)
def test_copyright(text: str, name: str | None) -> None:
    assert copyright_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("© 2026 Acme Web GmbH · Berlin", "Acme Web GmbH"),
        ("Atelier Vert SARL au capital de 8 000 €", "Atelier Vert SARL"),
        ("Gestoría Almazara, S.L. · Calle Mayor, 21", "Gestoría Almazara, S.L."),
        ("Zielona Sp. z o.o.", "Zielona Sp. z o.o."),
        ("Fisio Vila LTDA", None),
        ("Fisio Vila Ltda", "Fisio Vila Ltda"),
        ("GmbH", None),
        ("Wir sind keine große Firma", None),
    ],
)
def test_legal(text: str, name: str | None) -> None:
    assert legal_name(text) == name


def test_bare_name() -> None:
    assert bare_name("Acme Web GmbH") == "Acme Web"
    assert bare_name("GmbH") == "GmbH"


def test_title_parts() -> None:
    assert title_parts("Contact | Acme – Webdesign") == ["Contact", "Acme", "Webdesign"]
    assert title_parts("") == []
