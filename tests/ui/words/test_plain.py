"""Text from a file is text: every mark is taken literally, and no more than that is changed."""

import pytest

from ui.words.plain import plain, spoken

HOSTILE = "**b** [x](http://x) <img> $a$ :red[b] `c` # - 1. a@b.c www.d.e -> :material/home: \\ ~~s~~ &lt; x = 1"


def test_every_mark_is_taken_literally_and_the_text_stays_the_same():
    assert spoken(plain(HOSTILE).replace("\\\\", "/")) == HOSTILE.replace("\\", "/")
    for mark in "*[](<$:`#~&=":
        assert mark not in plain(HOSTILE).replace(f"\\{mark}", "")


@pytest.mark.parametrize(
    "joined", ["http://x.y", "www.x.y", "a@b.c", "a -> b", "a <- b", "a -- b", ":material/home:", ":streamlit:"]
)
def test_nothing_is_left_together_that_would_become_a_link_an_icon_or_an_arrow(joined):
    assert "\u2060" in plain(joined) and joined not in plain(joined).replace("\\", "")


def test_lines_are_one_line():
    assert plain("a\n\n    b\tc\x00") == "a      b c"


def test_plain_words_and_numbers_are_left_alone():
    assert plain("Political blogs, 1490 nodes") == "Political blogs, 1490 nodes"
    assert spoken(plain("12:30, x-y")) == "12:30, x-y"
