"""Which schema.org items are the company."""

import json

from crawler.organizations import organizations
from tests.crawler.reading_pages import document


def names(*entries: dict[str, object]) -> list[str | None]:
    head = f'<script type="application/ld+json">{json.dumps(list(entries))}</script>'
    return [item.text("name") for item in organizations(document("", head=head))]


def test_the_company_and_what_pages_name_as_publisher() -> None:
    assert names({"@type": "Dentist", "name": "A"}) == ["A"]
    assert names({"@type": "WebSite", "publisher": {"@type": "Organization", "name": "B"}}) == ["B"]
    assert names({"@type": "Service", "provider": {"@type": "Store", "name": "C"}}) == ["C"]


def test_other_organisations_are_not_the_company() -> None:
    assert names({"@type": "Product", "brand": {"@type": "Organization", "name": "A"}}) == []
    employer = {"@type": "Organization", "name": "B"}
    assert names({"@type": "Person", "name": "P", "worksFor": employer}) == []
    assert names({"@type": "Article", "mainEntity": {"@type": "Organization", "name": "C"}}) == []
