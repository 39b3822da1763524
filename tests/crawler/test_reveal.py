"""Words that a visitor can open, reach or see in a moment stay, and are told from hidden ones."""
# ruff: noqa: E501 - one case a line

from datetime import UTC, datetime

import pytest

from crawler.dom import Document, channel_of, parse, text_of
from crawler.pages import Page
from crawler.records import Channel

SCRIPT = "<script>console.log(1)</script>"
BOOTSTRAP = """.collapse:not(.show){display:none}.fade{transition:opacity .15s}.fade:not(.show){opacity:0}
.tab-content>.tab-pane{display:none}.tab-content>.active{display:block}.modal{display:none}
.carousel-item{display:none}.carousel-item.active{display:block}.d-none{display:none!important}
.dropdown-menu{display:none}.dropdown-menu.show{display:block}
@media (min-width:768px){.d-md-block{display:block!important}.d-md-none{display:none!important}}"""
TAILWIND = """.hidden{display:none}.opacity-0{opacity:0}.invisible{visibility:hidden}
.max-h-0{max-height:0}.overflow-hidden{overflow:hidden}.transition-all{transition:all .3s}
@media (min-width:768px){.md\\:block{display:block}.md\\:hidden{display:none}}
.group:hover .group-hover\\:block{display:block}"""


def document(body: str, styles: str = "", head: str = "") -> Document:
    html = f"<html lang=en><head>{head}</head><body><h1>Title here</h1>{body}</body></html>"
    return parse(Page(url="https://example.com/", html=html, styles=styles, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)))  # fmt: skip


def channel(doc: Document, words: str = "Kept words") -> Channel | None:
    """How the smallest element with `words` stands on the page; None when it is gone."""
    holders = [e for e in doc.root.iter() if words in text_of(e)]
    return channel_of(holders[-1]) if holders else None


COLLAPSED = {
    "details": "<details><summary>Q</summary><p>Kept words</p></details>",
    "dialog": "<dialog><p>Kept words</p></dialog>",
    "popover": "<button popovertarget=p>x</button><div id=p popover>Kept words</div>",
    "until-found": "<div hidden=until-found>Kept words</div>",
    "aria-controls": "<button aria-controls=a1 aria-expanded=false>Q</button><div id=a1 hidden>Kept words</div>",
    "bootstrap collapse": '<button data-bs-toggle=collapse data-bs-target="#c">Q</button><div id=c class=collapse>Kept words</div>',
    "bootstrap tab": '<div class=tab-content><div class="tab-pane active">A</div><div class=tab-pane>Kept words</div></div>',
    "bootstrap modal": '<div class="modal fade" id=m><div class=modal-body>Kept words</div></div>',
    "bootstrap carousel": '<div class=carousel-inner><div class="carousel-item active">A</div><div class=carousel-item>Kept words</div></div>',
    "bootstrap dropdown": "<ul class=dropdown-menu><li>Kept words</ul>",
    "href": '<a href="#more">More</a><div id=more style="display:none">Kept words</div>',
    "script by id": '<div id=box9 style="display:none">Kept words</div><script>document.getElementById("box9").style.display="block"</script>',
    "script by class": "<div class='answer-box' style='display:none'>Kept words</div><script>$('.answer-box').show()</script>",
    "onclick": "<p onclick=\"show('x7')\">Q</p><div id=x7 style='display:none'>Kept words</div>",
    "rule of state": "<style>.a{display:none}.q.open .a{display:block}</style><div class=q><p class=a>Kept words</p></div>",
    "rule of hover": "<style>.a{display:none}.q:hover .a{display:block}</style><div class=q><p class=a>Kept words</p></div>",
    "checkbox": "<style>.b{max-height:0;overflow:hidden}input:checked~.b{max-height:99px}</style><div><input type=checkbox><div class=b>Kept words</div></div>",
    "target": "<style>#pop{display:none}#pop:target{display:block}</style><div id=pop>Kept words</div>",
    "tabpanel": "<div role=tabpanel hidden>Kept words</div>",
    "class of component": "<div class=faq-answer style='display:none'>Kept words</div>",
    "german class": "<div class=akkordeon-inhalt style='display:none'>Kept words</div>",
    "below component": "<div class=faq-item><h3>Q?</h3><div style='display:none'>Kept words</div></div>",
    "height": "<div class=faq><h3>Q?</h3><div style='max-height:0;overflow:hidden;transition:max-height .2s'>Kept words</div></div>",
    "repeated below headings": f"<h3>One?</h3><p style='display:none'>Kept words</p><h3>Two?</h3><p style='display:none'>Other</p>{SCRIPT}",
    "repeated below buttons": f"<div><button>One?</button><div hidden><p>Kept words</p></div></div><div><button>Two?</button><div hidden>B</div></div>{SCRIPT}",
    "buttons, no script": "<button type=button>One?</button><p hidden>Kept words</p><button type=button>Two?</button><p hidden>B</p>",
    "headed buttons, no script": "<h3><button>One?</button></h3><p hidden>Kept words</p><h3><button>Two?</button></h3><p hidden>B</p>",
    "roles, no script": "<div><p role=button>One?</p><p hidden>Kept words</p></div><div><p role=button>Two?</p><p hidden>B</p></div>",
    "labels, no script": "<label>One?</label><p style='max-height:0;overflow:hidden'>Kept words</p><label>Two?</label><p style='max-height:0;overflow:hidden'>B</p>",
    "handlers": "<p onclick='flip(this)'>One?</p><div hidden>Kept words</div><p onclick='flip(this)'>Two?</p><div hidden>B</div>",
    "links to nowhere": "<a href='#'>One?</a><p hidden>Kept words</p><a href='#'>Two?</a><p hidden>B</p>",
    "links to a script": "<div><h4><a href='javascript:void(0)'>One?</a></h4><p hidden>Kept words</p></div><div><h4><a href='javascript:void(0)'>Two?</a></h4><p hidden>B</p></div>",
    "by the keyboard": "<div tabindex=0>One?</div><p hidden>Kept words</p><div tabindex=0>Two?</div><p hidden>B</p>",
    "plus signs": "<div>One? <span>+</span></div><p hidden>Kept words</p><div>Two? <span>+</span></div><p hidden>B</p>",
    "icons": "<div>One? <i class='fa fa-chevron-down'></i></div><p hidden>Kept words</p><div>Two? <i class='fa fa-chevron-down'></i></div><p hidden>B</p>",
    "expandable, no script": "<button type=button aria-expanded=false>One?</button><p hidden>Kept words</p>",
    "off-canvas": "<style>.drawer{position:fixed;left:-100%}.drawer.is-open{left:0}</style><div class=drawer>Kept words</div>",
    "phone only": "<style>@media (min-width:800px){.m{display:none}}</style><p class=m>Kept words</p>",
    "phone only, shown": "<style>.m{display:none}@media (max-width:800px){.m{display:block}}</style><p class=m>Kept words</p>",
    "load more": f'<section><div><div class="job">A</div><div class="job" style="display:none">Kept words</div></div><button>More</button></section>{SCRIPT}',
    "swiper": '<div class="swiper-slide" style="visibility:hidden">Kept words</div>',
    "alpine": '<div x-data="{open:false}"><button @click="open=!open">Q</button><div x-show="open" class="panel" style="display:none">Kept words</div></div>',
}
SEEN = {
    "aos": '<p data-aos=fade-up style="opacity:0">Kept words</p>',
    "aos sheet": "<style>[data-aos]{opacity:0;transition-property:opacity}[data-aos].aos-animate{opacity:1}</style><p data-aos=fade-up>Kept words</p>",
    "webflow": '<p data-w-id="1-2" style="opacity:0">Kept words</p>',
    "elementor": "<style>.elementor-invisible{visibility:hidden}</style><p class=elementor-invisible>Kept words</p>",
    "wow": "<p class='wow fadeInUp' style='visibility:hidden'>Kept words</p>",
    "framer": '<div style="opacity:0;transform:translateY(20px)"><p>Kept words</p></div>',
    "transition": "<style>.r{opacity:0;transition:opacity 1s}</style><p class=r>Kept words</p>",
    "keyframes": "<style>.r{opacity:0;animation:in 1s forwards}</style><p class=r>Kept words</p>",
    "rule of state": "<style>.x1{opacity:0}.x1.visible{opacity:1}</style><p class=x1>Kept words</p>",
    "less motion": "<style>.x2{opacity:0}@media (prefers-reduced-motion){.x2{opacity:1}}</style><p class=x2>Kept words</p>",
    "noscript": "<style>.x3{opacity:0}</style><noscript><style>.x3{opacity:1}</style></noscript><p class=x3>Kept words</p>",
    "no-js": "<style>.x4{visibility:hidden}.no-js .x4{visibility:visible}</style><p class=x4>Kept words</p>",
    "three alike": f'<p style="opacity:0">Kept words</p><p style="opacity:0">B</p><p style="opacity:0">C</p>{SCRIPT}',
    "the page itself": f'<div style="opacity:0"><h1>Kept words</h1></div>{SCRIPT}',
    "gradient text": "<style>.g{color:transparent;background-image:linear-gradient(red,blue);background-clip:text}</style><h2 class=g>Kept words</h2>",
    "white on dark": "<style>.d{background:#123}.w{color:#fff}</style><div class=d><p class=w>Kept words</p></div>",
    "white on picture": "<style>.d{background:url(x.jpg)}.w{color:#fff}</style><div class=d><p class=w>Kept words</p></div>",
    "white before picture": "<div><img src=x.jpg><p style='color:#fff'>Kept words</p></div>",
    "white, sheet unknown": "<link rel=stylesheet href=https://cdn.example.net/x.css><p style='color:#fff'>Kept words</p>",
    "visible in hidden": "<div style='visibility:hidden'>x<p style='visibility:visible'>Kept words</p></div>",
    "size set again": "<div style='font-size:0'><p style='font-size:16px'>Kept words</p></div>",
    "off the left but not far": "<p style='position:relative;left:-12px'>Kept words</p>",
    "sheet overrides hidden": "<style>.flex{display:flex}</style><p hidden class=flex>Kept words</p>",
    "inline overrides sheet": "<style>.n{display:none}</style><p class=n style='display:block'>Kept words</p>",
    "tailwind desktop": '<p class="hidden md:block">Kept words</p>',
}  # fmt: skip


@pytest.mark.parametrize("name", COLLAPSED)
def test_collapsed(name: str) -> None:
    assert channel(document(COLLAPSED[name], BOOTSTRAP)) is Channel.COLLAPSED


@pytest.mark.parametrize("name", SEEN)
def test_seen(name: str) -> None:
    assert channel(document(SEEN[name], TAILWIND)) is Channel.VISIBLE


@pytest.mark.parametrize(
    "body",
    [
        "<button>Book now</button><p style='display:none'>Kept words</p>",
        "<h2>Title</h2><p style='display:none'>Kept words</p>",
        "<p>One.</p><p>Two.</p><p style='display:none'>Kept words</p>",
        "<p class=lead>One</p><p class=lead style='display:none'>Kept words</p>",
        "<a class=skip href='#main' style='position:absolute;left:-9999px'>Kept words</a>",
        "<style>.s{position:absolute;left:-999em}.s:focus{left:0}</style><a class=s href=x>Kept words</a>",
        "<style>.w-condition-invisible{display:none!important}</style><p class=w-condition-invisible>Kept words</p>",
        "<form><div class=w-form-done style='display:none'>Kept words</div></form>",
        "<p style='opacity:0'>Kept words</p>",
        "<form><button>Send</button><p hidden>Kept words</p></form><form><button>Ask</button><p hidden>B</p></form>",
        "<button type=submit>Go</button><p hidden>Kept words</p><button type=submit>Stop</button><p hidden>B</p>",
        "<p style='color:#fff;background:#fff' onclick='x()'>Q</p><p hidden>Kept words</p>",
        "<style>.x{display:none}.zoo.bar .x{display:block}</style><p class=x>Kept words</p>",
    ],
)  # fmt: skip
def test_hidden(body: str) -> None:
    assert channel(document(body + SCRIPT)) is None


@pytest.mark.parametrize(
    "body",
    [
        "<button>Book now</button><p hidden>Kept words</p>",
        "<p>One.</p><p hidden class=a>Kept words</p><p>Two.</p><p hidden class=a>B</p>",
        "<h3>One?</h3><p hidden>Kept words</p><h3>Two?</h3><p hidden>B</p>",
        "<a href=/one class=button>One</a><p hidden>Kept words</p><a href=/two class=button>Two</a><p hidden>B</p>",
        "<a href=/one>One <i class=fa-plus></i></a><p hidden>Kept words</p><a href=/two>Two <i class=fa-plus></i></a><p hidden>B</p>",
        "<div>5 +</div><p hidden>Kept words</p><div>5 +</div><p hidden>B</p>",
        "<a href='#' class=menu>One</a><p hidden>Kept words</p><a href='#' class=menu>Two</a><p hidden>B</p>",
        "<nav><a href='#'>One</a><p hidden>Kept words</p><a href='#'>Two</a><p hidden>B</p></nav>",
        "<a href=/one role=button>One</a><p hidden>Kept words</p><a href=/two role=button>Two</a><p hidden>B</p>",
        "<button>More</button><p hidden>Kept words</p><button>More</button><p hidden>B</p>",
        "<button></button><p hidden>Kept words</p><button></button><p hidden>B</p>",
        "<button aria-haspopup=true>One</button><p hidden>Kept words</p><button aria-haspopup=true>Two</button><p hidden>B</p>",
        "<button class=menu-toggle>One</button><p hidden>Kept words</p><button class=menu-toggle>Two</button><p hidden>B</p>",
        "<button onclick='location=1'>One</button><p hidden>Kept words</p><button onclick='location=1'>Two</button><p hidden>B</p>",
        "<button>One</button><p>Between.</p><p hidden class=a>Kept words</p><button>Two</button><p>B</p><p hidden class=a>C</p>",
        "<button style='opacity:0'>One</button><p hidden>Kept words</p><button style='opacity:0'>Two</button><p hidden>B</p>",
        "<button hidden>One</button><p hidden class=a>Kept words</p><button hidden>Two</button><p hidden class=a>B</p>",
        "<button>One</button><p style='opacity:0'>Kept words</p><button>Two</button><p style='opacity:0'>B</p>",
    ],
)  # fmt: skip
def test_hidden_where_nothing_to_be_seen_opens_it(body: str) -> None:
    assert channel(document(body)) is None


@pytest.mark.parametrize(
    "body",
    [
        "<style>.m{display:none}@media (max-width:800px){.m{display:block}}</style><p>Kept words</p><p class=m>Kept words</p>",
        "<div class=swiper><div class=swiper-slide>Kept words</div><div class='swiper-slide swiper-slide-duplicate'>Kept words</div></div>",
        "<div><ul><li>Kept words</ul><ul aria-hidden=true><li>Kept words</ul></div>",
        "<div><div class=slick-slide>Kept words</div><div class='slick-slide slick-cloned'>Kept words</div></div>",
    ],
)  # fmt: skip
def test_copies_are_read_once(body: str) -> None:
    assert text_of(document(body).root).count("Kept words") == 1


def test_owner_leaves_out_and_adds() -> None:
    doc = document(
        "<p data-agent-exclude>Left out</p><p data-agent-only hidden>Kept words</p>"
        "<template data-agent-only><p>More words</p></template>"
    )
    assert text_of(doc.root) == "Title here Kept words More words"
