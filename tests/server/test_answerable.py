from datetime import date

import pytest

from compiler.corrections import Corrections
from compiler.facts import collect_facts
from crawler.records import ContactInfo, Contradiction, KnowledgeBase, Source
from crawler.site import SiteIdentity
from server.answerable import answerable

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
