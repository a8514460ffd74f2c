"""A session opens any link: no exception, a notice for whatever is dropped, and the same link comes out as went in."""

import json
from urllib.parse import parse_qs

import numpy as np
import pytest
from random_links import random_link
from random_states import random_values
from streamlit.testing.v1 import AppTest

from ui.frame.navigation import PAGES
from ui.link import link
from ui.session.fitting import fitted

ALL, SOME = 300, 40


@pytest.fixture(scope="module")
def how_many(request):
    """All of them in make test-all, fewer in make test."""
    return ALL if request.config.getoption("every_case") else SOME


def opened(query, page="mixing"):
    """(values, sentences) of a session that opens this query {key: [text, ...]} on a page."""

    def script(page):
        import json

        import streamlit as st

        from ui.link import link
        from ui.session import notices, state

        state.start(page)
        st.text(json.dumps([link.write(state.values()), notices.notice()]))

    app = AppTest.from_function(script, kwargs={"page": page})
    for name, texts in query.items():
        app.query_params[name] = texts
    app.run(timeout=60)
    assert not app.exception, app.exception
    written, sentences = json.loads(app.text[0].value)
    return written, sentences


def test_random_states_come_out_of_a_session_as_they_went_in(how_many):
    rng = np.random.default_rng(11)
    for turn in range(how_many):
        page = PAGES[turn % len(PAGES)].name
        values, _ = fitted(random_values(rng, page))
        written = link.write(values)
        assert opened(parse_qs(written, keep_blank_values=True), page) == (written, [])


def test_random_links_are_understood_or_named_in_the_notice(how_many):
    rng = np.random.default_rng(12)
    for turn in range(how_many):
        made = random_link(rng)
        written, sentences = opened(made.query, PAGES[turn % len(PAGES)].name)
        found = {name: texts[0] for name, texts in parse_qs(written, keep_blank_values=True).items()}
        assert {name: found[name] for name in made.due} == made.due, made.query
        said = " ".join(sentences)
        assert bool(sentences) != made.silent, (made.query, said)
        for name in made.named[:4]:
            assert name in said, (made.query, said)
        # What the session writes is a link without fault.
        assert opened(parse_qs(written, keep_blank_values=True)) == (written, [])


@pytest.mark.parametrize(
    ("query", "said", "used"),
    [
        ("step=40&lesson=lecture", ("**step**", "40", "this lesson has"), {}),
        ("tgraph=cora", ("**tgraph**", "cora", "csbm"), {"tgraph": "csbm"}),
        ("tshow=own&twidth=512", ("**twidth**", "512", "4, 16, 64"), {"twidth": "64"}),
        ("tshow=own&tdepth=0", ("**tdepth**", "`0`", "1, 2, 4"), {"tdepth": "1"}),
        ("method=,,,,", ("**method**", "`,,,,`"), {"method": ""}),
        ("p=1e-400", ("**p**", "`1e-400`", "as good as nothing"), {"p": "0"}),
        ("q=%20", ("**q**", "U+0020"), {"q": "0.0038"}),
    ],
)
def test_what_is_valid_by_itself_but_not_here_is_said(query, said, used):
    written, sentences = opened(parse_qs(query, keep_blank_values=True))
    assert len(sentences) == 1 and all(words in sentences[0] for words in said), sentences
    found = {name: texts[0] for name, texts in parse_qs(written, keep_blank_values=True).items()}
    assert {name: found[name] for name in used} == used


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ("n=500&amp;p=0.1&amp;amp;q=0.2", {"n": "500", "p": "0.1", "q": "0.2"}),
        ("m1=+1", {"m1": "1"}),
        ("m1=%E2%88%922", {"m1": "-2"}),
        ("p=0.25%20", {"p": "0.25"}),
        ("p=0.25%E2%80%8B", {"p": "0.25"}),
        ("p=0,25", {"p": "0.25"}),
        ("n=2,500&dmax=12)", {"n": "2500", "dmax": "12"}),
        ("p=.5&q=,5&s=5.", {"p": "0.5", "q": "0.5", "s": "5"}),
        ("reading=paper).&method=lazy,%20residual", {"reading": "paper", "method": "lazy,residual"}),
    ],
)
def test_what_a_mail_or_a_text_processor_leaves_in_a_link_is_understood(query, due):
    written, sentences = opened(parse_qs(query, keep_blank_values=True))
    found = {name: texts[0] for name, texts in parse_qs(written, keep_blank_values=True).items()}
    assert ({name: found[name] for name in due}, sentences) == (due, [])


def test_reading_a_long_text_of_marks_takes_no_time():
    # Half a megabyte, as much as Streamlit lets through; a search that goes back over it would take minutes.
    for text in (")" * 500_000 + "a", "1 " * 250_000, "," * 500_000):
        assert len(link.read({"p": [text], "n": [text], "method": [text], "reading": [text]})[1]) >= 2
