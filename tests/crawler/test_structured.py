from datetime import UTC, datetime

from crawler.dom import parse
from crawler.pages import Page
from crawler.records import Channel
from crawler.structured import Item, all_items, items


def read(html: str) -> tuple[Item, ...]:
    page = Page(url="https://x.test/", html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    return items(parse(page))


def jsonld(text: str) -> tuple[Item, ...]:
    return read(f'<body><script type="application/ld+json">{text}</script></body>')


def test_reads_types_and_values_without_their_vocabulary():
    (item,) = jsonld(
        '{"@type": ["https://schema.org/Dentist", "schema:LocalBusiness"], "name": "Moe &amp; Co",'
        ' "schema:telephone": 5551, "sameAs": ["https://a.test", "https://b.test"]}'
    )
    assert item.types == {"dentist", "localbusiness"}
    assert item.text("name") == "Moe & Co"
    assert item.text("telephone") == "5551"
    assert item.texts("sameAs") == ("https://a.test", "https://b.test")
    assert item.channel is Channel.JSONLD


def test_other_properties_never_pass():
    (item,) = jsonld('{"@type": "Thing", "keywords": "canary", "name": {"knowsAbout": "canary"}}')
    assert "canary" not in repr(item)


def test_takes_html_out_of_texts():
    (item,) = jsonld('{"@type": "Answer", "text": "<p>One.<\\/p><ul><li>two <b>three</b></ul>"}')
    assert item.text("text") == "One. two three"


def test_resolves_references_and_survives_circles():
    found = jsonld(
        '{"@graph": [{"@id": "#a", "@type": "Organization", "name": "A", "founder": {"@id": "#b"}},'
        ' {"@id": "#b", "@type": "Person", "name": "B", "worksFor": {"@id": "#a"}}]}'
    )
    (founder,) = found[0].items("founder")
    assert founder.text("name") == "B"
    assert founder.items("worksFor") == ()
    assert found[0].texts("founder") == ("B",)


def test_reads_microdata():
    (item,) = read(
        """<div itemscope itemtype="https://schema.org/Review">
        <p itemprop="reviewBody">Fine <b>work</b></p>
        <span itemprop="author" itemscope itemtype="x/Person"><i itemprop="name">Ann</i></span>
        <div itemprop="reviewRating" itemscope><meta itemprop="ratingValue" content="4"></div>
        <span itemprop="keywords">canary</span></div>"""
    )
    assert item.types == {"review"}
    assert item.text("reviewBody") == "Fine work"
    assert item.text("author") == "Ann"
    assert item.items("reviewRating")[0].text("ratingValue") == "4"
    assert item.channel is Channel.MICRODATA
    assert "canary" not in repr(item)


def test_reads_rdfa_lite():
    (item,) = read(
        """<section vocab="https://schema.org/" typeof="Question"><h3 property="name">Why?</h3>
        <div property="acceptedAnswer" typeof="Answer"><p property="text">So.</p></div></section>"""
    )
    assert item.text("name") == "Why?"
    assert item.items("acceptedAnswer")[0].text("text") == "So."


def test_hidden_markup_is_not_read():
    assert read('<div style="display:none"><p itemscope itemtype="x/Thing"></p></div>') == ()


def test_walks_nested_items():
    page = Page(
        url="https://x.test/",
        html="""<script type="application/ld+json">{"@type": "WebPage", "mainEntity":
        {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Q"}]}}</script>""",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    names = [next(iter(i.types)) for i in all_items(parse(page))]
    assert names == ["webpage", "faqpage", "question"]


def test_very_deep_markup_is_read():
    html = "<div itemscope itemtype='x/Thing'>" + "<div>" * 3000 + "<p itemprop=name>N"
    assert read(html)[0].types == {"thing"}
