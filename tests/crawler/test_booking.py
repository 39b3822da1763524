"""Booking services and own booking pages."""

import pytest

from crawler.booking import bookings, is_booking_service
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    "href",
    [
        "https://calendly.com/acme/intro",
        "https://cal.com/acme",
        "https://acme.as.me/schedule",
        "https://meetings-eu1.hubspot.com/acme",
        "https://acme.simplybook.it/v2/",
        "https://www.doctolib.fr/dentiste/lyon/acme",
        "https://booksy.com/pl-pl/123_acme",
        "https://www.znanylekarz.pl/acme/psycholog/krakow",
        "https://book.squareup.com/appointments/x1",
        "https://www.opentable.co.uk/r/acme-london",
        "https://calendar.google.com/calendar/u/0/appointments/schedules/x",
        "https://acme.salonized.com",
    ],
)
def test_services(href: str) -> None:
    assert is_booking_service(href)


@pytest.mark.parametrize(
    "href",
    [
        "https://calendly.com/",
        "https://calendly.com/your-name/30min",
        "https://assets.calendly.com/assets/external/widget.js",
        "https://calendly.com.evil.example/acme",
        "https://www.opentable.com/privacy",
        "https://acme.example/book",
        "//[bad",
        "",
    ],
)
def test_no_services(href: str) -> None:
    assert not is_booking_service(href)


def found(html: str, language: str = "en") -> list[str]:
    return [c.value for c in bookings(document(html, language=language))]


def test_own_page_needs_a_call_and_an_address_that_say_so() -> None:
    assert found('<a href="/book-online/">Book now</a>') == ["https://example.com/book-online/"]
    assert found('<a href="/termin">Termin buchen</a>') == ["https://example.com/termin"]
    assert found('<a href="/contact">Book now</a>') == []
    assert found('<a href="/booking-terms-for-groups">Read our booking terms</a>') == []
    assert found('<a href="/book">Read the story</a>') == []


def test_form_on_the_page_must_exist() -> None:
    assert found('<a href="#booking">Book a call</a>') == []
    with_form = '<a href="#booking">Book a call</a><div id="booking">Form</div>'
    assert found(with_form) == ["https://example.com/#booking"]


def test_embedded_calendars() -> None:
    inline = '<div class="calendly-inline-widget" data-url="https://calendly.com/acme/x"></div>'
    frame = '<iframe src="https://acme.simplybook.me/v2/"></iframe>'
    assert found(inline) == ["https://calendly.com/acme/x"]
    assert found(frame) == ["https://acme.simplybook.me/v2/"]
