"""Every page is drawn in any state that a link can hold: no exception, and no number that is none."""

import re
from urllib.parse import parse_qs

import numpy as np
import pytest
from random_states import random_values
from streamlit.testing.v1 import AppTest

from ui.frame.navigation import PAGES
from ui.link import link
from ui.session.fitting import fitted

# Pages whose picture is of two classes.
ONLY_TWO = ("map", "inside", "training")
ALL = 300  # in make test-all; make test draws each page once


def draw(page, values):
    """The AppTest of a page in its frame, opened by the link of these values."""
    app = AppTest.from_file("../../../main.py").switch_page(f"pages/{page}.py")
    for name, texts in parse_qs(link.write(values), keep_blank_values=True).items():
        app.query_params[name] = texts
    return app.run(timeout=120)


def affordable(rng, page):
    """A random state, most often of a model that is drawn in a moment."""
    values, _ = fitted(random_values(rng, page))
    if rng.random() < 0.8:
        values |= {"n": 2 * int(rng.integers(1, 120)), "dmax": int(rng.integers(1, 10))}
        values |= {"p": float(f"{rng.uniform():.3g}"), "q": float(f"{rng.uniform():.3g}")}
    # A training run begins with a press, and a map of its own with every N: neither is what is drawn here.
    return values | {"depth": min(values["depth"], values["dmax"])}


def test_every_page_is_drawn_in_random_states(request):
    rng = np.random.default_rng(13)
    for turn in range(ALL if request.config.getoption("every_case") else len(PAGES)):
        page = PAGES[turn % len(PAGES)].name
        values = affordable(rng, page)
        app = draw(page, values)
        state = f"{page}?{link.write(values)}"
        assert not app.exception, (state, app.exception[0].message, app.exception[0].stack_trace)
        said = " ".join(
            element.value for kind in ("markdown", "caption", "info", "warning") for element in app.get(kind)
        )
        assert app.title, state
        assert not re.search(r"\b(nan|inf|None)\b", said), (state, said)


@pytest.mark.parametrize("classes", [3, 7])
@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_every_page_is_drawn_for_several_classes_or_says_in_one_sentence_that_it_knows_two(page, classes):
    values = link.DEFAULTS | {
        "c": classes,
        "n": 42 * 4,
        "p": 0.2,
        "q": 0.05,
        "dmax": 4,
        "step": 1 if page == "lesson" else 0,
    }
    values |= {"tshow": "own"} if page == "training" else {}
    app = draw(page, values)
    assert not app.exception, (app.exception[0].message, app.exception[0].stack_trace)
    said = [element.value for element in app.info if "for two classes" in element.value]
    assert len(said) == (page in ONLY_TWO), said
    assert all(f"the model has {classes}" in sentence and sentence.count(".") == 1 for sentence in said)
    if said:
        app.button("plain_c").click().run(timeout=120)
        assert not app.exception and not [element for element in app.info if "for two classes" in element.value]


# Pages that draw features at a share of the nodes, those whose classes and features are a graph's own, and those without a model.
KNOW_MISSING, ANY_GRAPH = ("mixing", "theory", "remedies", "lesson"), ("real", "about")


@pytest.mark.parametrize("have", [0.2, 0.01])
@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_every_page_is_drawn_for_features_at_some_nodes_or_says_in_one_sentence_that_it_needs_them_at_all(page, have):
    values = link.DEFAULTS | {"have": have, "n": 200, "p": 0.1, "q": 0.03, "dmax": 4}
    values |= {"step": 1} if page == "lesson" else {"tshow": "own"} if page == "training" else {}
    app = draw(page, values)
    assert not app.exception, (app.exception[0].message, app.exception[0].stack_trace)
    every = draw(page, values | {"have": 1.0})
    said, before = (
        " ".join(element.value for kind in ("markdown", "caption", "info") for element in one.get(kind))
        for one in (app, every)
    )
    assert not re.search(r"\b(nan|inf|None)\b", said), said
    refused = [element.value for element in app.info if "a feature at every node" in element.value]
    assert len(refused) == (page not in KNOW_MISSING + ANY_GRAPH), refused
    if refused:
        assert f"{100 * have:.0f}" in refused[0]
        app.button("plain_have").click().run(timeout=120)
        assert not app.exception and not [element for element in app.info if "feature at every node" in element.value]
    elif page in ("mixing", "theory", "remedies"):
        assert "of the nodes have a feature" in said and "of the nodes have a feature" not in before
    elif page == "real":
        assert "the share in the sidebar is not used" in said and "the share in the sidebar is not used" not in before
