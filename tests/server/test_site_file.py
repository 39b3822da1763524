from decimal import Decimal
from pathlib import Path

import pytest

from server.errors import SettingsError
from server.site_file import SiteFile, for_url, read_site_file

DEFAULT = Path("data/site.toml")


def written(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_file_explains_every_field() -> None:
    site = read_site_file(DEFAULT)
    text = DEFAULT.read_text("utf-8")
    for table, field in SiteFile.model_fields.items():
        if table == "corrections":
            continue
        assert f"[{table}]" in text
        fields = getattr(field.annotation, "model_fields", {})
        missing = [name for name in fields if f"{name} =" not in text and f".{name}]" not in text]
        assert missing == [] or (table, missing) == ("costs", ["models"])
    assert (site.costs.monthly_fixed, site.costs.monthly_budget) == (Decimal(90), Decimal(500))
    assert site.costs.models["gpt-realtime-2.1"].audio_out == Decimal(64)


def test_the_shipped_values_are_the_defaults() -> None:
    site = read_site_file(DEFAULT)
    bare = SiteFile(site=site.site)
    for table in ("crawl", "extraction", "lookup", "compile", "voice", "gates", "schedule", "crm"):
        assert getattr(site, table) == getattr(bare, table), table


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            '[site]\nstart_urls = ["https://a.test/"]\ncolour = "red"',
            '[site] unknown field "colour"',
        ),
        ('[site]\nstart_urls = ["https://a.test/"]\n[weather]\nx = 1', "[weather] unknown table"),
        ("[crawl]\nmax_pages = 3", "[site] is missing"),
        ("[site]", "[site] start_urls missing"),
        ("[site]\nstart_urls = []", "[site] start_urls is empty"),
        ('[site]\nstart_urls = ["ftp://a.test/"]', '"ftp://a.test/" is not a web address'),
        (
            '[site]\nstart_urls = ["https://a.test/"]\n[voice]\nmax_seconds = 5',
            '[voice] max_seconds = "5"',
        ),
        (
            '[site]\nstart_urls = ["https://a.test/"]\n[schedule]\ntimezone = "Mars/Base"',
            '[schedule] timezone = "Mars/Base": is not an IANA time zone',
        ),
        ("[site\n", "is not TOML"),
        ('corrections = "x"', "corrections.toml beside it"),
    ],
)
def test_a_wrong_field_is_one_line(tmp_path: Path, text: str, named: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_site_file(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert named in message
    assert "\n" not in message


def test_a_missing_file_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--site FILE"):
        read_site_file(tmp_path / "none.toml")


def test_corrections_stand_beside_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[site]\nstart_urls = ["https://a.test/"]')
    assert read_site_file(path).corrections is None
    (tmp_path / "corrections.toml").write_text("")
    assert read_site_file(path).corrections == tmp_path / "corrections.toml"


OLD_SITE = """
[site]
start_urls = ["https://old.test/"]
public_url = "https://old.test/"
name = "Old"
country = "DE"
[crawl]
include = ["/en/*"]
extra_urls = ["https://old.test/x"]
allow_private_hosts = ["10.0.0.1:80"]
max_pages = 7
[compile]
approved_contacts = ["+4930123456"]
[compile.routes]
"/support" = "support"
[booking]
url = "https://cal.old.test/"
[voice]
voice = "cedar"
"""


def test_another_url_drops_what_belongs_to_the_old_site(tmp_path: Path) -> None:
    old = read_site_file(written(tmp_path, OLD_SITE))
    new, note = for_url(old, "https://new.test/")
    assert note is None
    assert new.site.model_dump(exclude_defaults=True) == {"start_urls": ("https://new.test/",)}
    assert new.crawl.model_dump(exclude_defaults=True) == {"max_pages": 7}
    assert new.booking.url is None
    assert new.compile.approved_contacts == ()
    assert new.compile.routes == {}
    assert new.corrections is None
    assert new.voice.voice == "cedar"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("http://localhost:8000", "localhost:8000"),
        ("http://[::1]:8000/", "[::1]:8000"),
        ("http://10.1.2.3:80/a", "10.1.2.3:80"),
        ("http://127.0.0.1/", None),
        ("https://localhost/", None),
        ("https://a.test:8443/", None),
        ("http://8.8.8.8:80/", None),
    ],
)
def test_a_private_address_is_allowed_with_its_port_only(
    tmp_path: Path, url: str, allowed: str | None
) -> None:
    old = read_site_file(written(tmp_path, OLD_SITE))
    new, note = for_url(old, url)
    assert new.crawl.allow_private_hosts == ((allowed,) if allowed else ())
    assert (note is None) == (allowed is None)


@pytest.mark.parametrize(
    "url", ["a.test", "ftp://a.test", "http://", "http://a.test:x/", "javascript:1"]
)
def test_what_is_no_web_address_is_refused(tmp_path: Path, url: str) -> None:
    old = read_site_file(written(tmp_path, OLD_SITE))
    with pytest.raises(SettingsError, match="is not a web address"):
        for_url(old, url)
