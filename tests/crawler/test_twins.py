from crawler.twins import bare, contained, overlap, twins


def test_bare_keeps_words_only():
    assert bare("“Größe  XL” – ok?") == "grösse xl ok"


def test_overlap_counts_shared_words():
    assert overlap("one two three", "three two one") == 1.0
    assert overlap("one two", "three") == 0.0
    assert overlap("", "") == 1.0
    assert round(overlap("a b c d", "a b"), 2) == 0.67


def test_contained_looks_at_the_shorter_text():
    assert contained("a b c d", "b c") == 1.0
    assert contained("", "a") == 0.0


def test_twins_group_in_order_of_first_appearance():
    texts = ["red apple pie", "blue cheese", "red apple pies", "green tea", "blue cheese"]
    groups = twins(texts, key=bare, same=lambda a, b: a[:4] == b[:4])
    assert groups == [
        ["red apple pie", "red apple pies"],
        ["blue cheese", "blue cheese"],
        ["green tea"],
    ]


def test_twins_asks_only_of_near_keys():
    asked = []

    def same(a: str, b: str) -> bool:
        asked.append((a, b))
        return False

    twins(["aaaa", "zzzz", "aaab"], key=bare, same=same)
    assert asked == [("aaaa", "aaab")]
