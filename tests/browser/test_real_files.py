"""A visitor's own files on the page Real graphs, in a browser: the menu of classes, and its controls in every order of graphs."""

import re

import pytest
from browser.steps import copied_values, eventually, expect_address, settle
from browser.test_real import await_end, choose, give, main, open_real
from graph_bytes import files_of, reference, textual
from playwright.sync_api import expect

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

OWN = "Your own file"


def upload(**files):
    """Files as a browser hands them over; a name's last _ stands for the dot."""
    return [
        {"name": ".".join(name.rsplit("_", 1)), "mimeType": "application/octet-stream", "buffer": content}
        for name, content in files.items()
    ]


RING = b"id_1,id_2\n" + b"".join(b"%d,%d\n" % (k, (k + step) % 12) for k in range(12) for step in (1, 2))
TEAMS = b"id,team,sex\n" + b"".join(
    b"%d,%s,%s\n" % (k, (b"red", b"blue", b"")[k % 3], b"mf"[k % 2 : k % 2 + 1]) for k in range(12)
)
RING_FILES = upload(edges_csv=RING, target_csv=TEAMS)
GML_FILES = upload(g_gml=files_of(reference(), "gml")["g.gml"])
GEXF_FILES = upload(g_gexf=textual()["gexf"])


def remove_files(page):
    """Take away all files that the uploader holds."""
    buttons = page.get_by_test_id("stFileUploader").get_by_role("button", name=re.compile("^Remove"))
    while buttons.count():
        buttons.first.click()
        page.wait_for_timeout(300)
        settle(page)


def built_in(name):
    return lambda page: choose(page, "Graph", name)


def own(files):
    def reach(page):
        if shown(page, "Graph") != OWN:
            choose(page, "Graph", OWN)
        remove_files(page)
        if files:
            give(page, *files)

    return reach


# How to come there, what the page says of the graph, and what the boxes hold: all attributes, and all classes of the first.
STATES = {
    "karate": (
        built_in("Karate club"),
        "34 nodes, 78 links",
        ("club: 2 values (Mr. Hi, Officer)",),
        ("Mr. Hi", "Officer"),
    ),
    "lesmis": (built_in("Les Misérables"), "77 nodes, 254 links", (), tuple(f"community {k}" for k in range(1, 6))),
    "two tables": (
        own(RING_FILES),
        "12 nodes, 24 links. Nodes in each class: blue (4), red (4); in none (4).",
        ("team: 2 values (blue, red)", "sex: 2 values (f, m)"),
        ("blue", "red"),
    ),
    "davis": (built_in("Davis women"), "32 nodes, 89 links", ("side: 2 values (events, women)",), ("events", "women")),
    "gml": (
        own(GML_FILES),
        "g: 40 nodes, 90 links",
        ("class: 3 values (kind 0, kind 1, kind 2)",),
        ("kind 0", "kind 1", "kind 2"),
    ),
    "gexf without classes": (own(GEXF_FILES), "g: 3 nodes, 2 links", (), ()),
    # The last graph that a link can name is drawn.
    "files taken away": (own([]), "Until your file is here", None, None),
}
NONE = "none: find communities"


def shown(page, label):
    return page.get_by_role("combobox", name=label, exact=True).first.input_value()


def options(page, label):
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    expect(page.get_by_role("option").first).to_be_visible()
    found = [option.inner_text() for option in page.get_by_role("option").all()]
    page.keyboard.press("Escape")
    return found


def every_ordered_pair(names):
    """A walk that goes from each of the names to each other at least once."""
    walk = [names[0]]
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            walk += [other, one]
        walk += names[place + 1 : place + 2]
    return walk


@pytest.mark.parametrize("names", [list(STATES)[1:3], list(STATES)], ids=["two graphs", "every graph"])
def test_whatever_graph_comes_after_another_its_own_attributes_and_classes_are_offered_and_can_be_chosen(
    app, page, names
):
    open_real(page, app, "dmax=3&giant=no")
    named = "karate"
    for turn, name in enumerate(every_ordered_pair(names)):
        named = name if name in ("karate", "lesmis", "davis") else named
        reach, words, attributes, classes = STATES[name]
        reach(page)
        expect(main(page)).to_contain_text(words)
        if attributes is None:
            words, attributes, classes = STATES[named][1:]
            expect(main(page)).to_contain_text(words)
        assert options(page, "The nodes' classes") == [*attributes, NONE]
        eventually(page, lambda page: shown(page, "The nodes' classes"), attributes[0] if attributes else NONE)
        if classes:
            assert options(page, "Class set against the rest") == list(classes)
            chosen = classes[turn % len(classes)]
            choose(page, "Class set against the rest", chosen)
            expect(main(page)).to_contain_text(f"{chosen} against")
            eventually(page, lambda page: shown(page, "Class set against the rest"), chosen)
        else:
            expect(main(page)).to_contain_text("There is nothing to tell apart")
            expect(page.get_by_role("combobox", name="Class set against the rest")).to_have_count(0)
        page.get_by_role("radio", name=("plain", "self loops", "lazy")[turn % 3]).click()
        await_end(page)


def test_another_attribute_is_drawn_stands_in_the_link_and_goes_with_the_file(app, page):
    open_real(page, app, "dmax=3")
    own(RING_FILES)(page)
    expect(main(page)).to_contain_text("The classes are the nodes' attribute 'team'.")
    expect(main(page)).to_contain_text("4 nodes of 12 without a class")
    choose(page, "The nodes' classes", "sex: 2 values (f, m)")
    expect(main(page)).to_contain_text("Nodes in each class: f (6), m (6).")
    await_end(page)
    assert copied_values(page)[1]["attribute"] == "sex"
    expect_address(page, {"dmax": "3", "attribute": "sex"})
    choose(page, "The nodes' classes", NONE)
    expect(main(page)).to_contain_text("are communities found in the links themselves")
    await_end(page)
    remove_files(page)
    expect(main(page)).to_contain_text("Until your file is here, Karate club is drawn.")
    expect(main(page)).to_contain_text("34 nodes, 78 links")
    await_end(page)
    eventually(page, lambda page: copied_values(page)[1]["attribute"], "")


@pytest.mark.wide
def test_an_attribute_in_a_link_waits_for_the_file_that_has_it_and_is_said_where_it_is_not(app, page):
    open_real(page, app, "dmax=3&attribute=sex")
    expect(page.get_by_test_id("stAlert")).to_contain_text("attribute (")
    expect(page.get_by_test_id("stAlert")).to_contain_text("is sex, but the attributes of Karate club")
    choose(page, "Graph", OWN)
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    give(page, *RING_FILES)
    expect(main(page)).to_contain_text("Nodes in each class: f (6), m (6).")
    await_end(page)


@pytest.mark.wide
def test_two_files_of_one_name_are_both_read(app, page):
    open_real(page, app, "dmax=3")
    choose(page, "Graph", OWN)
    give(page, *upload(data_csv=RING))
    expect(main(page)).to_contain_text("12 nodes, 24 links")
    give(page, *upload(data_csv=TEAMS))
    expect(main(page)).to_contain_text("Nodes in each class: blue (4), red (4); in none (4).")
    await_end(page)
