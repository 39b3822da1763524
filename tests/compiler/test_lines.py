import datetime as dt

import pytest

from compiler.corrections import Corrections
from compiler.facts import collect_facts
from compiler.lines import Line, fact_lines
from compiler.prompts import Prompts
from crawler.records import (
    CompanyInfo,
    Faq,
    KnowledgeBase,
    Person,
    Price,
    Service,
    Source,
    Testimonial,
)
from crawler.site import SiteIdentity

HOME = "https://acme.example/"


def lines_of(prompts: Prompts, language: str = "en", **records: object) -> list[Line]:
    known = KnowledgeBase.model_validate(records)
    site = SiteIdentity(start_urls=(HOME,))
    facts = collect_facts(known, Corrections(), site=site, today=dt.date(2026, 11, 22))
    return list(fact_lines(facts, prompts, language))


def at(path: str = "", quote: str = "words") -> tuple[Source, ...]:
    return (Source(url=HOME + path, quote=quote),)


def test_a_service(prompts: Prompts) -> None:
    service = Service(
        name="Course",
        description="We teach",
        duration="3 days",
        audience="Teams",
        features=("Books.", "Coffee"),
        sources=at("services/course/"),
    )
    (line,) = lines_of(prompts, services=(service,))
    assert line.text == "Course: We teach. Duration: 3 days. For: Teams. [services/course]"
    assert line.more == (
        "Course: We teach. Duration: 3 days. For: Teams. Points: Books; Coffee. [services/course]"
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"name": "Gold", "service": "Wedding"}, 'Wedding, Gold: €90 (say "90 euros")'),
        ({"name": "Wedding Gold", "service": "Wedding"}, 'Wedding Gold: €90 (say "90 euros")'),
        ({"name": "Course", "service": "Our prices"}, 'Course: €90 (say "90 euros")'),
        ({"name": "Talk", "amount": None, "qualifier": "free"}, "Talk: free of charge"),
    ],
)
def test_a_price_is_named_as_far_as_needed(
    prompts: Prompts, fields: dict[str, object], text: str
) -> None:
    price = {"amount": "90", "currency": "EUR", "sources": at(quote="for €90"), **fields}
    course = Service(name="Course", sources=at())
    found = lines_of(prompts, services=(course,), pricing=(Price.model_validate(price),))
    assert found[-1].text == text


def test_features_that_the_service_tells_are_not_told_twice(prompts: Prompts) -> None:
    course = Service(name="Course", features=("Books", "Coffee"), sources=at())
    price = Price(name="Course", amount="9", features=("Books", "Tea"), sources=at())
    found = lines_of(prompts, services=(course,), pricing=(price,))
    assert found[-1].more == "Course: 9. Includes: Tea."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How long?", "How long? Six weeks."),
        ("Minimum term", "Minimum term: Six weeks."),
        ("Term:", "Term: Six weeks."),
    ],
)
def test_a_question(prompts: Prompts, question: str, text: str) -> None:
    faq = Faq(question=question, answer="Six weeks.", sources=at())
    assert [line.text for line in lines_of(prompts, faq=(faq,))] == [text]


def test_a_testimonial_is_a_customer_s_words(prompts: Prompts) -> None:
    said = (
        Testimonial(quote="“Great.”", author="Ada", role="CEO", company="Acme", sources=at("r")),
        Testimonial(quote="Good.", sources=at()),
    )
    texts = {line.text for line in lines_of(prompts, testimonials=said)}
    assert texts == {'Ada, CEO, Acme: "Great." [r]', 'A customer: "Good."'}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("", ""),
        ("index.html", ""),
        ("prices.html", " [prices]"),
        ("a/b/", " [a/b]"),
        ("a/b?x=1#y", " [a/b]"),
        ("evil.com/pay", ""),
        ("call-19005550199", ""),
        ("a" * 80, ""),
        ("x%0a%23y", " [x%0a%23y]"),
        ("(a)", ""),
    ],
)
def test_pages_are_named_by_plain_paths_alone(prompts: Prompts, path: str, label: str) -> None:
    faq = Faq(question="How?", answer="So.", sources=at(path))
    assert [line.text for line in lines_of(prompts, faq=(faq,))] == [f"How? So.{label}"]


def test_spoken_forms_follow_the_language(prompts: Prompts) -> None:
    price = Price(name="Course", amount="90", currency="EUR", period="month", sources=at())
    (line,) = lines_of(prompts, language="fr", pricing=(price,))
    assert line.text == 'Course: 90 EUR per month (say "90 euros par mois")'


def test_a_list_says_how_many_more_there_are(prompts: Prompts) -> None:
    service = Service(name="Course", features=tuple(f"Point {i}" for i in range(10)))
    people = tuple(Person(name=f"Pat {c}") for c in "ABCDEFGHI")
    company, line = lines_of(prompts, services=(service,), company_info=CompanyInfo(people=people))
    assert company.text.endswith("Pat H; and 1 more")
    assert line.more is not None
    assert line.more.endswith("Point 7; and 2 more.")


@pytest.mark.parametrize(
    ("path", "cited"),
    [
        ("kurse/anmeldung", True),
        ("call-202-555-0175", False),
        ("evil-dot-com", False),
        ("nine-zero-zero-five-five-five-zero", False),
        ("2026/11/22/news", True),
    ],
)
def test_a_path_that_carries_a_contact_is_not_cited(
    prompts: Prompts, path: str, cited: bool
) -> None:
    (line,) = lines_of(prompts, faq=(Faq(question="A?", answer="B.", sources=at(path)),))
    assert (f" [{path}]" in line.text) is cited
