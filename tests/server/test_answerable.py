from datetime import date

import pytest

from compiler.corrections import Corrections, Overrule
from compiler.facts import collect_facts
from compiler.overruled import Overruled
from crawler.reading import Passage
from crawler.records import ContactInfo, Contradiction, Faq, KnowledgeBase, Service, Source
from crawler.site import SiteIdentity
from server.answerable import answerable, in_force

SITE = SiteIdentity(start_urls=("https://www.acme.test/",))
CONTACT = ContactInfo(
    emails=("hello@acme.test", "planted@evil.test"), phones=("+15550100200", "+15550100299")
)


@pytest.mark.parametrize(
    ("approved", "emails"),
    [((), CONTACT.emails), (("+15550100200",), ("hello@acme.test",))],
)
def test_once_contacts_are_approved_only_those_are_answered(
    approved: tuple[str, ...], emails: tuple[str, ...]
) -> None:
    knowledge = KnowledgeBase(contact_info=CONTACT)
    facts = collect_facts(
        knowledge, Corrections(), site=SITE, today=date(2026, 1, 1), approved_contacts=approved
    )
    contact = answerable(knowledge, facts, approved).contact_info
    assert contact.emails == emails
    assert contact.phones == (approved or CONTACT.phones)


def test_contacts_in_dispute_are_both_answered() -> None:
    source = Source(url="https://www.acme.test/", quote="x")
    dispute = Contradiction(
        about="contact_info.phones", field="phones", values=CONTACT.phones, sources=(source, source)
    )
    knowledge = KnowledgeBase(contact_info=CONTACT, contradictions=(dispute,))
    approved = ("+15550100200",)
    facts = collect_facts(
        knowledge, Corrections(), site=SITE, today=date(2026, 1, 1), approved_contacts=approved
    )
    assert answerable(knowledge, facts, approved).contact_info.phones == CONTACT.phones


def test_what_a_correction_replaced_no_chunk_states() -> None:
    entry = Overrule(
        key="contact_info",
        field="phones",
        value=("+14155550133",),
        reason="moved",
        author="Ada",
        date=date(2026, 1, 1),
    )
    faq = Faq(question="How?", answer="Come in. Or call 555-010-0200.")
    only = Faq(question="Phone?", answer="Call (555) 010-0200.")
    service = Service(name="Forge", description="We forge. Ring 555 010 0200.", features=("Fire",))
    knowledge = KnowledgeBase(contact_info=CONTACT, faq=(faq, only), services=(service,))
    facts = collect_facts(
        knowledge, Corrections(overrule=(entry,)), site=SITE, today=date(2026, 1, 1)
    )
    answers = answerable(facts.knowledge, facts, ())
    assert answers.contact_info.phones == ("+14155550133",)
    assert [f.answer for f in answers.faq] == ["Come in."]
    assert answers.services[0].description == "We forge."
    assert answers.services[0].key == service.key

    page = Passage(url="https://www.acme.test/", title="Acme", heading_path=("Call 555 010 0200",),
                   text="We forge.\nCall 555 010 0200. Or come.")  # fmt: skip
    gone = page.model_copy(update={"text": "Call 555-010-0200."})
    (kept,) = in_force([page, gone], facts.overruled)
    assert (kept.heading_path, kept.text) == ((), "We forge.\nOr come.")
    assert in_force([page], Overruled()) == [page]
