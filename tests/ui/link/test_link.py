"""The link's schema: what is written reads back the same, and nothing that a link can hold breaks the app."""

from urllib.parse import parse_qs

import numpy as np
import pytest
from random_states import random_values

from core.model import CSBM, divisible
from ui.frame.navigation import PAGES
from ui.link import link, presets
from ui.link.keys import REMEDIES
from ui.settings import Settings, load


def read(query):
    return link.read(parse_qs(query, keep_blank_values=True))


def test_an_empty_link_gives_the_defaults_of_the_model_without_a_notice():
    values, notices = link.read({})
    assert values == link.DEFAULTS
    assert not notices
    assert link.model(values) == CSBM()


def test_200_random_states_survive_the_way_through_a_link():
    rng = np.random.default_rng(1)
    for turn in range(200):
        page = PAGES[turn % len(PAGES)].name
        values = random_values(rng, page)
        query = link.write(values, page)
        assert read(query) == (values, [])
        assert len(query) <= 600


def test_a_link_takes_along_what_another_page_changed_as_long_as_it_fits():
    values = link.DEFAULTS | {"step": 3, "method": ("lazy",)}
    query = link.write(values, "mixing")
    assert read(query) == (values, []) and "alpha" not in query and "lesson" not in query
    crowded = random_values(np.random.default_rng(3), "remedies") | {"method": REMEDIES, "step": 3}
    assert len(link.write(crowded, "mixing")) <= 600


def test_a_link_has_every_key_in_shortest_form():
    values = link.DEFAULTS | {"q": 1e-5, "s": 2.0}
    assert link.write(values) == (
        "v=1&n=2000&p=0.0114&q=1e-5&m1=-1&m2=1&s=2&seed=0&depth=0&dmax=20&reading=fixed&axis=log&zoom=follow&deg=yes"
        "&method=residual&laziness=0.5&alpha=0.1&time=1&rate=0.5&k=5&scale=1&beta=0.1"
        "&over=none&optimum=no&limit=no&sheet=map&map=dl&shown=depth&across=row&regime=degree&rival=residual"
        "&tshow=stored&ttest=held&twidth=16&tdepth=16&tgraph=csbm&tnets=classifier%2Clinear%2Cgcn&wscale=1"
        "&part=growth&node=1&rewire=0.1&where=regions&filter=convolution&frac=0.5&cut=fixed"
        "&graph=karate&giant=yes&attribute=&community=1&walk=convolution&net=none&lesson=lecture&step=0"
        "&view=page&lock="
    )


def test_the_address_bar_shows_only_what_differs_from_the_defaults():
    assert link.changed(link.DEFAULTS | {"p": 0.5, "axis": "linear"}) == {"p": "0.5", "axis": "linear"}


def test_1000_random_bad_links_give_valid_values_and_short_notices():
    rng = np.random.default_rng(2)
    numbers = ["nan", "inf", "-inf", "1e999", "-1", "0x10", "1_000", "١٢", "2001", "12.7"]
    pieces = [*numbers, "", " ", "`", "\x00", "<b>", "%", "𝛌" * 9]
    names = [*link.KEYS, "zoo", "locks", "a.p", "__class__", "ünknown"]
    longest = max(len(key.range_text) for key in link.KEYS.values())
    for _ in range(1000):
        query = {
            str(name): ["".join(rng.choice(pieces, rng.integers(1, 3))) for _ in range(rng.integers(1, 3))]
            for name in rng.choice(names, rng.integers(1, 6), replace=False)
        }
        values, notices = link.read(query)
        assert read(link.write(values)) == (values, [])
        assert link.model(values).expected_edges >= 0
        assert values["depth"] <= values["dmax"]
        assert all(len(sentence) < 150 + longest and sentence.isprintable() for sentence in notices)
        assert all(sentence.count("`") % 2 == 0 for sentence in notices)


@pytest.mark.parametrize(
    ("query", "key", "used"),
    [
        ("p=1.7", "p", 1.0),
        ("p=-0.1", "p", 0.0),
        ("p=nan", "p", 0.0114),
        ("p=1e-320", "p", 0.0),
        ("q=inf", "q", 0.0038),
        ("q=1e999", "q", 1.0),
        ("n=2001", "n", 2000),
        ("n=2001.5", "n", 2002),
        ("n=1", "n", 2),
        ("n=9e99", "n", 10**12),
        ("m1=-80", "m1", -5.0),
        ("m2=two", "m2", 1.0),
        ("s=0", "s", 0.05),
        ("seed=-3", "seed", 0),
        ("seed=1&seed=2", "seed", 1),
        ("dmax=65", "dmax", 64),
        ("depth=21", "depth", 20),
        ("reading=Fixed", "reading", "fixed"),
        ("v=2", "v", 1),
    ],
)
def test_a_bad_value_is_named_with_what_is_used_instead(query, key, used):
    values, notices = read(query)
    assert values == link.DEFAULTS | {key: used}
    assert len(notices) == 1
    assert (f"**{key}**" in notices[0]) or (key == "v" and "version" in notices[0])


@pytest.mark.parametrize("query", ["p=.5", "p=5e-1", "p=%2B0.5", "p=0.50", "n=2e3&p=0.5", "depth=0.0&p=0.5"])
def test_other_ways_to_write_a_valid_number_are_read_in_silence(query):
    assert read(query) == (link.DEFAULTS | {"p": 0.5}, [])


def test_the_marker_is_at_the_beginning_unless_a_link_says_where_and_a_short_range_needs_no_notice():
    assert read("dmax=1") == (link.DEFAULTS | {"dmax": 1}, [])
    assert link.DEFAULTS["depth"] == 0 and read("depth=2")[0]["depth"] == 2


def test_a_link_from_before_the_mean_degree_was_kept_has_exactly_its_own_p_and_q():
    values, notices = read("v=1&n=20000&p=0.0114&q=0.0038")
    assert (values["n"], values["p"], values["q"], values["deg"], notices) == (20000, 0.0114, 0.0038, "yes", [])


@pytest.mark.parametrize("key", link.KEYS.values(), ids=lambda key: key.name)
def test_of_what_a_browser_may_send_only_a_valid_value_is_taken(key):
    assert key.taken(key.default) == key.default
    sent = [
        None,
        "",
        "Mr. Hi",
        "1",
        True,
        float("nan"),
        float("inf"),
        -1e9,
        1e99,
        0.5,
        2,
        3.0,
        [],
        ["residual", "?"],
        ["lazy"],
        {},
    ]
    for value in sent:
        taken = key.taken(value)
        if taken is not None:
            # depth alone would be cut at the default range.
            assert link.read({"dmax": ["64"], key.name: [key.text(taken)]})[0][key.name] == taken
            assert taken == (tuple(value) if key.kind == "set" else value)


def test_keys_of_hosts_and_advertisers_are_ignored_in_silence_and_others_are_named_once():
    assert read("embed=true&embed_options=dark_theme&utm_source=a&fbclid=b&gclid=c") == (link.DEFAULTS, [])
    _, notices = read("&".join(f"key{number}=1" for number in range(100)))
    assert len(notices) == 1
    assert "`key0`" in notices[0] and "96 more" in notices[0]


def test_a_pinned_state_is_read_whole_and_what_is_missing_is_named():
    assert read("a.n=100&a.p=0.2&a.q=0.1&a.m1=-2&a.m2=2&a.s=0.5") == (
        link.DEFAULTS | {"a.n": 100, "a.p": 0.2, "a.q": 0.1, "a.m1": -2.0, "a.m2": 2.0, "a.s": 0.5},
        [],
    )
    values, notices = read("a.s=0.5&a.p=7")
    assert values == link.DEFAULTS | link.pin(link.DEFAULTS) | {"a.s": 0.5, "a.p": 1.0}
    assert len(notices) == 2
    assert "**a.p**" in notices[0] and "from 0 to 1" in notices[0]
    assert all(f"`{missing}`" in notices[1] for missing in ("a.n=2000", "a.q=0.0038", "a.m1=-1", "a.m2=1"))
    assert "a.s" not in notices[1]


def test_only_what_is_pinned_is_written():
    assert "a." not in link.write(link.DEFAULTS)
    assert link.write(link.DEFAULTS | link.pin(link.DEFAULTS)).endswith(
        "&a.n=2000&a.p=0.0114&a.q=0.0038&a.m1=-1&a.m2=1&a.s=1"
    )


def test_a_link_of_two_classes_never_names_their_number_and_one_without_it_has_two():
    assert read("n=100")[0]["c"] == 2
    assert not any(part.startswith("c=") for part in link.write(link.DEFAULTS).split("&"))
    assert not any(part.startswith("c=") for part in link.write(link.DEFAULTS | link.pin(link.DEFAULTS)).split("&"))
    assert "&c=7" in link.write(link.DEFAULTS | {"c": 7, "n": 2702})


def test_several_classes_come_back_as_they_were_sent_pinned_ones_too():
    rng = np.random.default_rng(71)
    for _ in range(200):
        values = random_values(rng, "mixing") | {"c": int(rng.integers(2, 11)), "have": 1.0}
        values["n"] = divisible(int(10 ** rng.uniform(0, 12)), values["c"])
        values |= link.pin(values) if rng.random() < 0.5 else {}
        assert read(link.write(values, "mixing")) == (values, [])
        model = link.model(values)
        assert model.n_classes == values["c"] and model.n_nodes % 2 == 0


@pytest.mark.parametrize(
    ("query", "n", "c"),
    [
        ("c=3", 1998, 3),
        ("c=7&n=2702", 2702, 7),
        ("n=1&c=10", 10, 10),
        ("n=1e12&c=7", 999_999_999_992, 7),
        ("c=4", 2000, 4),
    ],
)
def test_n_is_the_nearest_multiple_of_the_classes_and_one_sentence_says_so(query, n, c):
    values, notices = read(query)
    assert (values["n"], values["c"]) == (n, c) and link.model(values).n_nodes == n
    changed = [sentence for sentence in notices if "multiple of" in sentence]
    assert len(changed) == (read(query.replace(f"c={c}", ""))[0]["n"] != n)
    assert all(f"`{n}` is used instead" in sentence and f"with {c} classes" in sentence for sentence in changed)


@pytest.mark.parametrize(("text", "used"), [("1", 2), ("11", 10), ("three", 2), ("2.6", 3), ("", 2), ("nan", 2)])
def test_a_bad_number_of_classes_is_named_with_its_range(text, used):
    values, notices = read(f"c={text}")
    assert values["c"] == used
    assert (
        "**c** (C, number of classes)" in notices[0]
        and "from 2 to 10" in notices[0]
        and f"`{used}` is used" in notices[0]
    )


def test_a_link_of_a_feature_at_every_node_never_names_the_share_and_one_without_it_means_all():
    assert link.model(read("n=100")[0]).known == 1
    assert "have" not in link.write(link.DEFAULTS) + link.write(link.DEFAULTS | link.pin(link.DEFAULTS))
    values = link.DEFAULTS | {"have": 0.25}
    assert "&have=0.25" in link.write(values) and read(link.write(values)) == (values, [])
    pinned = link.DEFAULTS | link.pin(values)
    assert "&a.have=0.25" in link.write(pinned, "mixing") and read(link.write(pinned, "mixing")) == (pinned, [])
    assert link.model(pinned, "a.").known == 0.25 and link.model(pinned).known == 1


@pytest.mark.parametrize(
    ("query", "used"), [("have=0", 0.01), ("have=2", 1), ("have=few", 1), ("have=0.2&c=3&n=1998", 1)]
)
def test_a_share_of_features_that_cannot_be_used_is_named(query, used):
    values, notices = read(query)
    assert (
        values["have"] == used
        and len(notices) == 1
        and "**have** (share of the nodes that have a feature)" in notices[0]
    )


def test_a_value_of_10_kilobytes_is_shortened():
    _, notices = read("p=" + "x" * 10_000)
    assert len(notices) == 1 and len(notices[0]) < 200


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_every_preset_is_a_valid_model_that_a_link_can_hold(preset):
    values = link.DEFAULTS | preset.parameters
    assert read(link.write(values)) == (values, [])
    assert preset.model.mean_degree > 0
    assert presets.matching(values) == preset


def test_settings_take_the_environment_and_refuse_nonsense_with_a_sentence():
    assert load({}) == (Settings(), [])
    assert load({"SWEETSPOT_MAX_NODES": "500"}) == (Settings(max_nodes=500), [])
    for nonsense in ("0", "-1", "many", "1e3", "99999999999999999999999"):
        settings, sentences = load({"SWEETSPOT_MAX_EDGES": nonsense})
        assert settings == Settings()
        assert len(sentences) == 1 and "SWEETSPOT_MAX_EDGES" in sentences[0]


@pytest.mark.parametrize("have", ["0", "nan", "0.5", "1e-9"])
def test_a_share_of_features_beside_several_classes_is_one_fault_and_one_sentence(have):
    values, notices = link.read({"n": ["300"], "c": ["3"], "have": [have]})
    told = [notice for notice in notices if notice.startswith("**have**")]
    assert values["have"] == 1 and len(told) == 1
