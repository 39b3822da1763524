"""Records name themselves: keys are stable while values change, ids follow the content."""

import pytest
from pydantic import ValidationError

from crawler.records import Faq, KnowledgeBase, Price, Service, Source, Testimonial, normalised

KINDS = [
    "services",
    "testimonials",
    "pricing",
    "faq",
    "contact_info",
    "company_info",
    "contradictions",
    "placeholders",
]


def test_json_has_exactly_the_agreed_keys() -> None:
    assert list(KnowledgeBase().model_dump(mode="json")) == KINDS


def test_key_survives_a_changed_value_and_id_does_not() -> None:
    old = Price(name="Leadership Workshop", amount="4200", currency="USD")
    new = Price(name="Leadership workshop", amount="4900", currency="USD")
    assert old.key == new.key == "price:leadership-workshop"
    assert old.id != new.id


def test_service_tells_two_tiers_of_one_name_apart() -> None:
    wedding = Price(name="Essential", service="Weddings", amount="1450")
    birthday = Price(name="Essential", service="Birthdays", amount="1450")
    assert wedding.key != birthday.key


def test_id_ignores_sources_and_confidence() -> None:
    bare = Service(name="Coaching")
    seen = Service(
        name="Coaching",
        confidence=0.4,
        sources=(Source(url="https://a.example/", quote="Coaching"),),
    )
    assert bare.id == seen.id


def test_round_trip_keeps_key_and_id() -> None:
    record = Testimonial(quote="They listened before they spoke, every time.", author="A. B.")
    again = Testimonial.model_validate_json(record.model_dump_json())
    assert again == record


def test_two_quotes_of_one_author_have_two_keys() -> None:
    one = Testimonial(quote="They listened before they spoke to us.", author="Ann")
    two = Testimonial(quote="The second project went even better still.", author="Ann")
    assert one.key != two.key


def test_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Faq.model_validate({"question": "Why?", "answer": "So.", "colour": "red"})


def test_records_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Faq(question="Why?", answer="So.").answer = "No."  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("AI  Workshop!", "ai-workshop"), ("Größe & Maß", "grösse-mass"), ("ﬁne Café", "fine-café")],
)
def test_normalised(text: str, expected: str) -> None:
    assert normalised(text) == expected
