import pytest

from crawler.attribution import attribution


@pytest.mark.parametrize(
    ("lines", "author", "role", "company"),
    [
        (["– Jane Doe, CTO, Innovate Works"], "Jane Doe", "CTO", "Innovate Works"),
        (["Jane Doe", "CTO at Innovate Works"], "Jane Doe", "CTO", "Innovate Works"),
        (["Jane Doe", "Head of Growth, Nordlicht"], "Jane Doe", "Head of Growth", "Nordlicht"),
        (["Jana Doe", "Founder of Nordlicht"], "Jana Doe", "Founder", "Nordlicht"),
        (["JD", "Jane Doe", "CTO | Innovate Works"], "Jane Doe", "CTO", "Innovate Works"),
        (["Rahul Roy (Working Professional)"], "Rahul Roy", "Working Professional", None),
        (["Dr. Anna Lind", "Zahnärztin"], "Dr. Anna Lind", "Zahnärztin", None),
        (
            ["Leiterin Einkauf bei der Kranz GmbH"],
            None,
            "Leiterin Einkauf bei der Kranz GmbH",
            None,
        ),
        (
            ["Uwe Kranz", "Leiter Einkauf bei der Kranz GmbH"],
            "Uwe Kranz",
            "Leiter Einkauf",
            "Kranz GmbH",
        ),
        (["Marie & Jean"], "Marie & Jean", None, None),
        (["Léa d'Orme, directrice chez Bonnard"], "Léa d'Orme", "directrice", "Bonnard"),
        (
            ["Marta Leone", "Titolare presso Leone S.r.l."],
            "Marta Leone",
            "Titolare",
            "Leone S.r.l.",
        ),
        (["A. B., Kundin"], "A. B.", "Kundin", None),
        (["Tom W.", "Google review", "3 weeks ago"], "Tom W.", None, None),
        (["Anna aus Bremen"], "Anna", None, None),
        (["Sarah M., Austin, TX"], "Sarah M.", None, None),
        (["Sarah M., Lisboa, Portugal"], "Sarah M.", None, None),
        (["Women's therapy client"], None, "Women's therapy client", None),
        (["Anonymous"], None, None, None),
        (["★★★★★", "12 March 2024"], None, None, None),
        (["Read all about it in our latest news"], None, None, None),
    ],
)
def test_reads_the_lines_beside_a_quote(lines, author, role, company):
    said = attribution(lines)
    assert (said.author, said.role, said.company) == (author, role, company)


def test_words_that_stand_elsewhere_are_no_company():
    assert attribution(["Sophie, Algarve"], lambda part: part == "Algarve").company is None
