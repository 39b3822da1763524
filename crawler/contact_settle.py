"""Which contact values of many pages are the company's own: one rule per field.

A value from a footer, a header, a contact or imprint page stands by itself; one from elsewhere
in the text stands when nothing better is there or when many pages repeat it; structured data
yields to visible words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from crawler.ballot import Vote, count
from crawler.hrefs import split_url
from crawler.phones import country_of, e164
from crawler.postal_shapes import STATE_PLACE, has_code, has_street
from crawler.reading import Candidate, PageReading
from crawler.records import normalised
from crawler.site import SiteIdentity
from crawler.timetables import timetable

Settled = list[tuple[str, Vote]]
"""Values that stay, with the votes for them."""

FREE_MAIL = re.compile(
    r"^(?:gmail|googlemail|yahoo|hotmail|outlook|live|icloud|me|aol|gmx|web|t-online|freenet|"
    r"posteo|orange|wanadoo|free|sfr|laposte|"
    r"libero|virgilio|tiscali|alice|sapo|terra|uol|bol|wp|o2|onet|interia|op|ziggo|kpnmail|"
    r"hetnet|telenet|skynet|proton|protonmail|pm)\.",
    re.IGNORECASE,
)
_STANDS = 0.8
"""Weight from which a value needs no other support."""
_HELPS = 0.5
"""Weight from which a value stands when nothing stronger is there."""


def standing(votes: Sequence[Vote]) -> list[Vote]:
    """The votes that stand; where visitors can read values, structured data alone adds none."""
    strong = [v for v in votes if v.visible and v.best >= _STANDS]
    if strong:
        widely = max(len(v.pages) for v in strong) * 0.3
        return [
            v
            for v in votes
            if v in strong or (v.visible and v.best >= _HELPS and len(v.pages) > max(2, widely))
        ]
    visible = [v for v in votes if v.visible and v.best >= _HELPS]
    return visible or [v for v in votes if not v.visible]


def settle_mails(candidates: Iterable[Candidate]) -> Settled:
    """Mail addresses; weaker ones stay when their host is one of the company's."""
    votes = count(candidates, lambda c: c.value)
    kept = standing(votes)
    hosts = {_host(v.key) for v in kept if not FREE_MAIL.match(_host(v.key))}
    return [(v.key, v) for v in votes if v in kept or (v.visible and _host(v.key) in hosts)]


def _host(mail: str) -> str:
    return mail.rpartition("@")[2]


def settle_phones(
    candidates: Sequence[Candidate], site: SiteIdentity, hints: Iterable[str] = ()
) -> Settled:
    """Phones in E.164, read in the site's country, then in those of its international numbers.

    `hints`: countries that the pages point to, once for each time; those pointed to more than once
    are tried last.
    """
    abroad = Counter(c for c in (country_of(x.value) for x in candidates) if c)
    also = {code: times for code, times in Counter(hints).items() if times > 1}
    likely = [
        code for votes in (abroad, also) for code in sorted(votes, key=lambda c: (-votes[c], c))
    ]
    countries = list(dict.fromkeys([*([site.country] if site.country else []), *likely]))
    votes = count(candidates, lambda c: e164(c.value, countries))
    return [(v.key, v) for v in standing(votes)]


def settle_addresses(candidates: Sequence[Candidate]) -> Settled:
    """Addresses, reworded copies joined; one without a street yields to those with one."""
    groups: list[Vote] = []
    for vote in count(candidates, lambda c: normalised(c.value)):
        twin = next((g for g in groups if same_address(g.value, vote.value)), None)
        if twin:
            twin.candidates += vote.candidates
        else:
            groups.append(vote)
    kept = [v for v in standing(groups) if v.best >= _HELPS]
    if any(has_street(best_wording(v)) for v in kept):
        kept = [
            v
            for v in kept
            if has_street(best_wording(v)) or (v.best >= _STANDS and has_code(v.value))
        ]
    return [(best_wording(v), v) for v in kept]


def best_wording(vote: Vote) -> str:
    """The fullest wording among the strong visible ones: street and code before either alone."""
    top = max((c for c in vote.candidates), key=_fullness)
    return top.value


def _fullness(candidate: Candidate) -> tuple[int, bool, float, int, str]:
    text = candidate.value
    parts = int(has_street(text)) + int(bool(has_code(text)))
    visible = candidate.source.channel.value in ("visible", "collapsed")
    return parts, visible, candidate.weight, -abs(len(text) - 50), text


def same_address(one: str, other: str) -> bool:
    """Whether two wordings mean one place."""
    codes = has_code(one), has_code(other)
    streets = has_street(one), has_street(other)
    if all(codes) and codes[0] != codes[1]:
        return False
    likeness = fuzz.token_set_ratio(normalised(one), normalised(other))
    if all(streets):
        return bool(_house_numbers(one) & _house_numbers(other)) and likeness >= 70
    if all(codes):
        return True
    town = STATE_PLACE.match(one) or STATE_PLACE.match(other)
    if town:
        return town[1].casefold() in one.casefold() and town[1].casefold() in other.casefold()
    return likeness >= 75


def _house_numbers(text: str) -> set[str]:
    code = has_code(text) or ""
    return {n for n in re.findall(r"\d+", text) if n not in code}


def settle_bookings(candidates: Sequence[Candidate], readings: Sequence[PageReading]) -> Settled:
    """Booking links; an own page must have been read, else the link is dead."""
    hosts = {split_url(r.url).netloc for r in readings}
    hosts |= {split_url(r.canonical).netloc for r in readings if r.canonical}
    read = {_path(u) for r in readings for u in (r.url, r.canonical) if u}
    votes = count(candidates, lambda c: _booking_key(c.value))
    kept: Settled = []
    for vote in votes:
        url = min((c.value for c in vote.candidates), key=lambda u: (len(u), u))
        parts = split_url(url)
        if parts.netloc in hosts and _path(url) not in read:
            continue
        kept.append((url, vote))
    return kept


def _booking_key(url: str) -> str:
    """Host and path; a form on the page counts by its fragment alone, whichever page shows it."""
    parts = split_url(url)
    if parts.fragment and parts.scheme in ("http", "https") and not parts.query:
        return f"{parts.netloc}#{parts.fragment}"
    return f"{parts.netloc.removeprefix('www.')}{_path(url)}".lower()


def _path(url: str) -> str:
    return re.sub(r"(?:/index)?\.\w{3,5}$", "", split_url(url).path).rstrip("/").lower()


def settle_hours(candidates: Sequence[Candidate]) -> Settled:
    """Hours as worded, those of one timetable once; structured ones only when no page shows any."""
    votes = count(candidates, lambda c: normalised(c.value))
    visible = [v for v in votes if v.visible]
    shown = {" ".join(re.findall(r"\w+", v.value.casefold())) for v in visible}
    kept: Settled = []
    told = set()
    for vote in visible or votes:
        words = " ".join(re.findall(r"\w+", vote.value.casefold()))
        times = timetable(vote.value)
        if times in told or any(words != other and words in other for other in shown):
            continue
        if times:
            told.add(times)
        kept.append((vote.value, vote))
    return kept


def settle_profiles(candidates: Sequence[Candidate]) -> Settled:
    """Profiles on social networks; a person's own only where the company has none there."""
    votes = count(candidates, lambda c: _profile_key(c.value))
    strong = [v for v in votes if v.best >= 0.7]
    networks = {_network(v.key) for v in strong}
    weak = [
        v for v in votes if v not in strong and v.best >= 0.4 and _network(v.key) not in networks
    ]
    alone = [v for v in weak if sum(_network(w.key) == _network(v.key) for w in weak) == 1]
    return [(v.value, v) for v in [*strong, *alone]]


def _profile_key(url: str) -> str:
    parts = split_url(url.lower())
    number = re.search(r"(?:^|&)(id=\w+)", parts.query)
    host = re.sub(r"^(?:www|m|[a-z]{2}(?:-[a-z]{2})?)\.", "", parts.netloc)
    return f"{host}{parts.path.rstrip('/')}{'?' + number[1] if number else ''}"


def _network(key: str) -> str:
    return key.split("/", maxsplit=1)[0]
