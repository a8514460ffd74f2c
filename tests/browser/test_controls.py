"""Every control whose options or range depend on something: over all ordered pairs of states it shows what the session has.

Under one key for all of them a browser sends back the label of an option that is gone, and a slider falls back to its start.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from browser.steps import assert_healthy, copied_values, eventually, open_app, settle, slider, type_number

from core.maps.plane import plane
from core.propagation import METHODS
from ui.link import link, presets
from ui.map.axes import AXIS_LABELS
from ui.map.model import PAIR_LABELS, coordinates, fixed_values, nearest

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all


@dataclass(frozen=True)
class Control:
    """One control on one page. reach: how to come to each state; shown: what it shows; due: what it should, from the link's
    values; touch: move it, which must change what it shows."""

    address: str
    reach: tuple[Callable, ...]
    shown: Callable
    due: Callable
    touch: Callable | None


def every_ordered_pair(count):
    """A walk over 0..count-1 that goes from each to each other at least once."""
    return [
        0,
        *(step for i in range(count) for j in range(i + 1, count) for step in (j, i, *([i + 1] if j == i + 1 else []))),
    ]


def range_to(*keys):
    """Move *Depth range* with these keys."""

    def reach(page):
        for key in keys:
            slider(page, "Depth range").press(key)
            # Where a part's run and two whole ones come at once, Streamlit's page goes on saying that it runs.
            page.wait_for_timeout(100)
            settle(page)

    return reach


def pick(label, option):
    """Choose an option of a box by typing: a long list holds only what is seen of it."""

    def reach(page):
        box = page.get_by_role("combobox", name=label, exact=True)
        box.fill(option)
        box.press("Enter")

    return reach


def press(*names):
    """Press the first button or choice of each name in the page itself."""

    def reach(page):
        main = page.get_by_test_id("stMain")
        for name in names:
            main.get_by_role("radio", name=name, exact=True).or_(
                main.get_by_role("button", name=name, exact=True)
            ).first.click()
            page.wait_for_timeout(100)
            settle(page)

    return reach


def in_turn(*acts):
    def reach(page):
        for act in acts:
            act(page)
            page.wait_for_timeout(100)
            settle(page)

    return reach


def text_of(label):
    return lambda page: slider(page, label).get_attribute("aria-valuetext")


def step(label):
    """One step of a slider, up where there is room."""

    def touch(page):
        handle = slider(page, label)
        handle.press("ArrowLeft" if handle.evaluate("input => input.value === input.max") else "ArrowRight")

    return touch


RANGES = (range_to("Home"), range_to("End"), range_to("End", "ArrowLeft"))
SIZES = (pick("Preset", "Case A"), pick("Preset", "Case B"), pick("Preset", "Case C"))
SMALL = "n=100&p=0.2&q=0.1&m1=1&m2=1.5"
DEPTH = "Depth (number of convolutions)"


def stage_depth(page):
    return page.get_by_test_id("stage").get_attribute("data-depth")


def step_stage(page):
    page.get_by_role("button", name="Step forward" if stage_depth(page) == "0" else "Step back").click()


def model(values):
    return link.model(values)


def node(page):
    return page.get_by_role("spinbutton", name=re.compile("^Node, 1 to"))


def type_node(page):
    node(page).fill(str(1 + int(node(page).input_value()) % 90))
    node(page).press("Enter")


def strength(page):
    found = page.get_by_role("group", name=re.compile("^alpha: ")).get_by_role("slider")
    return found.get_attribute("aria-valuetext") if found.count() else None


def strength_due(values):
    """The methods share one alpha, but PageRank's begins at 0.01."""
    lowest = 0.01 if values["filter"] == "pagerank" else 0
    return None if values["filter"] == "lazy" else f"{max(values['alpha'], lowest):.2f}"


def move_strength(page):
    page.get_by_role("group", name=re.compile("^alpha: ")).get_by_role("slider").press("ArrowRight")


def widths(page):
    return page.get_by_role("radiogroup", name="Width").get_by_role("radio")


def width(page):
    return widths(page).and_(page.locator("[aria-checked=true], :checked")).inner_text()


def other_width(page):
    widths(page).nth(0 if width(page) != "4" else 1).click()


def boxes(page):
    """What the two boxes of *Load a model* show."""
    labels = [label for label in AXIS_LABELS.values() if page.get_by_role("combobox", name=label, exact=True).count()]
    found = {label: page.get_by_role("combobox", name=label, exact=True).input_value() for label in labels}
    return sorted(found.items())


def cells(values):
    """What they should: the cell nearest to the model."""
    pair, present = values["map"], model(values)
    where = plane(pair, *fixed_values(pair, present), 60)
    row, column = nearest(where, coordinates(where, present))
    return sorted(
        (AXIS_LABELS[axis.name], f"{axis.values[at]:.4g}") for axis, at in ((where.x, column), (where.y, row))
    )


def load_another(page):
    """Choose the next value in the first box and load it."""
    box = page.get_by_role("combobox", name=boxes(page)[0][0], exact=True)
    box.press("Enter")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_timeout(100)
    settle(page)
    press("Load this model")(page)


def own_width(values):
    offered = ("4", "16", "64") if values["tshow"] == "own" else link.KEYS["twidth"].choices
    return values["twidth"] if values["twidth"] in offered else offered[-1]


def preset_of(values):
    found = presets.matching(values)
    return found.name if found else "Your own values"


CONTROLS = {
    "depth, Neighbourhood": Control(
        f"inside?{SMALL}&depth=5", RANGES, text_of(DEPTH), lambda values: str(values["depth"]), step(DEPTH)
    ),
    "depth, Spectrum": Control(
        f"inside?{SMALL}&depth=5&part=spectrum",
        RANGES,
        text_of(DEPTH),
        lambda values: str(values["depth"]),
        step(DEPTH),
    ),
    "depth, stage": Control(f"?{SMALL}&depth=5", RANGES, stage_depth, lambda values: str(values["depth"]), step_stage),
    "node": Control(
        f"inside?{SMALL}&node=700",
        SIZES,
        lambda page: node(page).input_value(),
        lambda values: str(min(values["node"], values["n"])),
        type_node,
    ),
    "strength of a filter": Control(
        f"inside?{SMALL}&part=spectrum&filter=residual&alpha=0",
        tuple(pick("Method", METHODS[key].label) for key in ("pagerank", "residual", "lazy")),
        strength,
        strength_due,
        move_strength,
    ),
    "cells of the map": Control(
        "map",
        (
            in_turn(pick("Preset", "Default"), press(PAIR_LABELS["dl"])),
            in_turn(pick("Preset", "Default"), press(PAIR_LABELS["pq"])),
            in_turn(pick("Preset", "Case A"), press(PAIR_LABELS["pq"])),
        ),
        boxes,
        cells,
        load_another,
    ),
    "width": Control(
        "training?twidth=512", (press("Stored experiment"), press("Your own run")), width, own_width, other_width
    ),
    "preset": Control(
        "about",
        (pick("Preset", "Default"), pick("Preset", "Case A"), lambda page: type_number(page, "p", "0.0123")),
        lambda page: page.get_by_role("combobox", name="Preset").input_value(),
        preset_of,
        None,
    ),
    "p on a logarithmic scale": Control(
        "about",
        (
            pick("Preset", "Default"),
            lambda page: type_number(page, "p", "0.0123"),
            lambda page: type_number(page, "p", "0.02"),
        ),
        text_of("p on a logarithmic scale"),
        lambda values: link.KEYS["p"].text(values["p"]),
        step("p on a logarithmic scale"),
    ),
}


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_whose_options_change_shows_what_the_session_has_and_gives_what_it_shows(app, page, name):
    control = CONTROLS[name]
    open_app(page, f"{app}/{control.address}")

    def wrong(page):
        shown, due = control.shown(page), control.due(copied_values(page)[1])
        return None if shown == due else f"it shows {shown}, but the session has {due}"

    eventually(page, wrong, None)
    for state in every_ordered_pair(len(control.reach)):
        control.reach[state](page)
        page.wait_for_timeout(100)
        settle(page)
        eventually(page, wrong, None)
        before = control.shown(page)
        if before is None or not control.touch:
            continue
        control.touch(page)
        eventually(page, lambda page, before=before: control.shown(page) != before, True)
        eventually(page, wrong, None)
        assert_healthy(page)
