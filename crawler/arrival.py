"""What an answer turns out to be: content, a way onward, or a reason why it is not read. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from crawler.fetch import Answer
from crawler.markup import Markup, read_markup
from crawler.pages_kept import FetchedPage, text_hash
from crawler.report import Disposition
from crawler.symptoms import is_captcha, is_shell, symptom
from crawler.target import Target
from crawler.urls import BadUrlError, SiteUrls, authority, normal, path_of

_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
_KEPT_HEADERS = ("content-language", "etag", "last-modified", "x-robots-tag")
_MAX_SHEETS = 40


@dataclass(frozen=True)
class Arrival:
    """How a fetched URL ends, and what it leads to."""

    disposition: Disposition
    detail: str = ""
    onward: str | None = None
    """Where it redirects to, as a normal URL."""
    page: FetchedPage | None = None
    """When it is content."""
    links: tuple[tuple[str, str], ...] = ()
    """What it leads to, also when it is not content: (URL, via)."""
    text_hash: str = ""
    """Hash of the visible text of a page that answered 200, whether it is read or not."""
    public_host: str | None = None
    """The host that its canonical gives for the same path: this site's name elsewhere."""


@dataclass(frozen=True)
class Reader:
    """What reading a page depends on beside the page."""

    site: SiteUrls
    token: str
    """Our product token, lower case."""
    ignore_noindex: bool = False

    def arrive(
        self, target: Target, answer: Answer, *, probe: str | None, now: datetime
    ) -> Arrival:
        """Judge `answer`, which came for `target`."""
        if 300 <= answer.status < 400 and "location" in answer.headers:
            return self._redirect(answer.headers["location"], target.url)
        if answer.status < 200 or answer.status >= 204:
            return _refused(answer)
        if answer.content_type not in _HTML or not (
            answer.content_type or "<" in answer.text[:500]
        ):
            return Arrival(Disposition.NOT_A_PAGE, f"content type {answer.content_type}")
        robots_tag = answer.headers.get("x-robots-tag", "")
        markup = read_markup(answer.text, target.url, robots_tag=robots_tag, token=self.token)
        if markup.refresh:
            onward = self._redirect(markup.refresh, markup.base)
            if onward.onward != target.url:
                return replace(onward, detail="meta refresh")
        wrong = symptom(markup, answer, probe=probe if target.via != "start" else None)
        if wrong is not None:
            return Arrival(*wrong, text_hash=text_hash(markup.text))
        return self._content(target, answer, markup, now)

    def _redirect(self, location: str, base: str) -> Arrival:
        try:
            onward = self.site.name(location, base)
        except BadUrlError as exc:
            return Arrival(Disposition.BAD_URL, f"redirects to {location[:200]}: {exc}")
        return Arrival(Disposition.REDIRECTED, onward=onward)

    def _content(self, target: Target, answer: Answer, markup: Markup, now: datetime) -> Arrival:
        links = self._links(markup)
        canonical, public_host = self._canonical(target, markup)
        followed = () if markup.nofollow and not self.ignore_noindex else links
        if markup.noindex and not self.ignore_noindex:
            return Arrival(Disposition.NOINDEX, links=followed, public_host=public_host)
        sheets = self._sheets(markup)
        page = FetchedPage(
            url=target.url,
            fetched_at=now,
            status=answer.status,
            canonical=canonical,
            headers=kept_headers(answer),
            title=markup.title,
            text_hash=text_hash(markup.text),
            text_length=len(markup.text),
            links=followed,
            sheets=tuple(sheets),
            media={url: media for url, media in sheets.items() if media},
        )
        shell = is_shell(markup)
        return Arrival(
            Disposition.SCRIPT_SHELL if shell else Disposition.FETCHED,
            'its text appears only after scripts; render = "browser" reads it' if shell else "",
            page=page,
            links=followed,
            text_hash=page.text_hash,
            public_host=public_host,
        )

    def _links(self, markup: Markup) -> tuple[tuple[str, str], ...]:
        found: dict[str, tuple[str, str]] = {}
        for link in markup.links:
            via = "nofollow" if link.nofollow else link.via
            try:
                url = self.site.name(link.href, markup.base)
                written = self.site.written(link.href, markup.base, url)
            except BadUrlError:
                url = written = link.href[:300]
            found.setdefault(url, (written, via))
        return tuple(found.values())

    def _canonical(self, target: Target, markup: Markup) -> tuple[str | None, str | None]:
        """The page's canonical in this crawl's terms, and the foreign host that it names."""
        if not markup.canonical:
            return None, None
        try:
            written = normal(markup.canonical, markup.base)
        except BadUrlError:
            return None, None
        host = authority(written)
        same_path = path_of(written) == path_of(target.url)
        foreign = same_path and self.site.is_foreign(host)
        return self.site.served_at(written), host if foreign else None

    def _sheets(self, markup: Markup) -> dict[str, str]:
        """Media of the page's stylesheets on the site, by URL, in document order."""
        found: dict[str, str] = {}
        for sheet in markup.sheets[:_MAX_SHEETS]:
            try:
                url = self.site.name(sheet.href, markup.base)
            except BadUrlError:
                continue
            if self.site.holds(url):
                before = found.get(url, sheet.media)
                either = before and sheet.media and f"{before}, {sheet.media}"
                found[url] = before if before == sheet.media else either
        return found


def kept_headers(answer: Answer) -> dict[str, str]:
    """The headers of an answer that later stages, or the next crawl, need."""
    return {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}


def _refused(answer: Answer) -> Arrival:
    """What a status that is not success says."""
    status = answer.status
    named = f"HTTP {status}"
    if status == 410:
        return Arrival(Disposition.GONE, named)
    if status == 404:
        return Arrival(Disposition.NOT_FOUND, named)
    if answer.body and is_captcha(read_markup(answer.text, answer.url), answer):
        return Arrival(Disposition.CAPTCHA, named)
    if status >= 500 or status in (408, 429):
        return Arrival(Disposition.SERVER_ERROR, named)
    return Arrival(Disposition.REFUSED, named)
