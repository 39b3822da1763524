from crawler.author_words import is_name, is_noise, is_person, is_role, told_company


def test_names():
    for name in ("Ana-Lucía de la Fuente", "O'Brien", "Jean-Luc", "Familie Oster", "J. R. R. Tolk"):
        assert is_name(name), name
    for text in ("Read more", "5 stars", "Get it now!", "You're welcome", "the best"):
        assert not is_name(text), text


def test_noise():
    assert is_noise("vor 3 Monaten")
    assert is_noise("via Google")
    assert is_noise("★★★★★ 5,0")
    assert not is_noise("Anna Lind")


def test_a_surname_may_be_a_trade():
    assert is_person("Anna Hofmeister")
    assert is_person("Familie Oster")
    assert not is_person("Happy Customers")


def test_roles_in_compounds():
    assert is_role("Küchenchefin")
    assert is_role("Head of Growth")
    assert not is_role("Anna Lind")


def test_companies_told_by_their_form():
    for name in ("Kranz GmbH", "TechNord", "B&W", "Vialis Group"):
        assert told_company(name), name
    assert not told_company("Valencia")
