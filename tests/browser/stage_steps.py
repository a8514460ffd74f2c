"""What the tests and measurements of the stage have in common: finding its parts, watching what moves, reading its picture."""

import re

from browser.steps import let_pass, open_app, settle
from playwright.sync_api import expect

PENDING = "simulating…"
BROKEN = re.compile(r"\b(?:NaN|undefined|Infinity|null|\[object)\b")

# Every change of a drawn attribute in the stage, counted from now on as window.__moves.
_WATCH = """stage => {
    window.__moves = 0;
    window.__watcher?.disconnect();
    window.__watcher = new MutationObserver(records => { window.__moves += records.length; });
    for (const svg of stage.querySelectorAll("svg[role=img]"))
        window.__watcher.observe(svg, {subtree: true, attributes: true, characterData: true});
}"""

# Presses a button and counts what is still drawn differently in the 100 ms (and a bit) after that call has returned.
_MOVES_AFTER_PRESS = """async (stage, name) => {
    let moves = 0;
    const watcher = new MutationObserver(records => { moves += records.length; });
    for (const svg of stage.querySelectorAll("svg[role=img]")) watcher.observe(svg, {subtree: true, attributes: true});
    stage.querySelector(`button[aria-label="${name}"]`).click();
    watcher.takeRecords();
    moves = 0;
    await new Promise(resolve => setTimeout(resolve, 150));
    watcher.disconnect();
    return moves;
}"""

# Each state of the dots that the stage went through: "pending" or "there", and whether dots were drawn in it.
_WATCH_DOTS = """stage => {
    window.__dots = [];
    const note = stage.querySelector(".stage-dots-note"), dots = stage.querySelector("path.stage-dots");
    const look = () => {
        const state = note.textContent + "|" + (dots.getAttribute("d") ? "drawn" : "none");
        if (window.__dots.at(-1) !== state) window.__dots.push(state);
    };
    new MutationObserver(look).observe(stage, {subtree: true, childList: true, attributes: true, characterData: true});
}"""

_WATCH_SERVER = """
    window.__sent = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (message) {
        window.__sent.push(performance.now());
        return send.call(this, message);
    };
"""

_WATCH_PLAYING = """stage => {
    window.__played = [];
    const note = text => window.__played.push([text, performance.now()]);
    new MutationObserver(() => note(stage.dataset.depth)).observe(stage, {attributeFilter: ["data-depth"]});
    const button = stage.querySelector(".stage-play");
    new MutationObserver(() => note(button.getAttribute("aria-label"))).observe(button, {attributeFilter: ["aria-label"]});
}"""

# All words on the page, and all attributes of its drawings.
_SHOWN = """() => {
    const words = document.querySelector("[data-testid=stApp]").innerText;
    const drawn = [...document.querySelectorAll("[data-testid=stMain] svg, [data-testid=stMain] svg *")].flatMap(
        node => [...node.attributes].map(a => `${node.tagName} ${a.name}="${a.value}"`)
    );
    const facts = [...(document.querySelector("[data-testid=stage]")?.attributes ?? [])].map(a => `${a.name}="${a.value}"`);
    return [words, ...drawn, ...facts];
}"""


def stage_of(page):
    """The stage's root."""
    return page.get_by_test_id("stage")


def figure_of(page):
    """The part of the stage that takes the keys."""
    return page.locator(".stage-figure")


def status(page):
    """The sentence under the figure."""
    return page.get_by_test_id("reading")


def handle(page, name):
    """A part of the figure that can be dragged, by its name."""
    return stage_of(page).get_by_role("slider", name=name, exact=True)


def open_stage(page, address):
    """Open the first page and wait until the stage has its numbers and, unless it cannot have them, its dots."""
    open_app(page, address)
    expect(stage_of(page)).to_have_attribute("data-error", re.compile(r"\d"))
    await_dots(page)
    return stage_of(page)


def settled(page, address):
    """Open the stage, and wait until it has nothing left to tell the server; returns the page's clock at that moment."""
    watch_server(page)
    open_stage(page, address)
    let_pass(page, 600)
    settle(page)
    return clock(page)


def await_dots(page):
    """Wait until the dots are there, or the sentence why there are none."""
    expect(page.locator(".stage-dots-note")).not_to_have_text(PENDING)


def fact(page, name):
    """A data attribute of the stage's root as a number."""
    return float(stage_of(page).get_attribute(f"data-{name}"))


def expect_depth(page, depth):
    """Wait until the stage says this depth."""
    expect(stage_of(page)).to_have_attribute("data-depth", str(depth))


def press(page, name):
    """Press a button of the stage."""
    stage_of(page).get_by_role("button", name=name, exact=True).click()


def choose(page, name, value):
    """Choose in one of the stage's lists."""
    stage_of(page).get_by_role("combobox", name=name, exact=True).select_option(value)


def scrub(page, depth):
    """Move the range input."""
    stage_of(page).get_by_role("slider", name="Depth", exact=True).fill(str(depth))


def watch(page):
    """Count every change of the picture from now on; read it with `moves`."""
    stage_of(page).evaluate(_WATCH)


def moves(page):
    """Changes of the picture since `watch`."""
    return page.evaluate("window.__moves")


def moves_after_press(page, name):
    """Changes of the picture in the 100 ms after a press of a button, those of the press itself left out."""
    return stage_of(page).evaluate(_MOVES_AFTER_PRESS, name)


def watch_dots(page):
    """Note every state of the dots from now on; read it with `dots_seen`."""
    stage_of(page).evaluate(_WATCH_DOTS)


def dots_seen(page):
    """(note, whether dots were drawn) of every state since `watch_dots`."""
    return [
        (note, drawn == "drawn") for note, drawn in (state.rsplit("|", 1) for state in page.evaluate("window.__dots"))
    ]


def watch_server(page):
    """Note the time of every message to the server; call before the page is opened, read with `messages`."""
    page.add_init_script(_WATCH_SERVER)


def messages(page, start=0.0, end=float("inf")):
    """Times of the messages sent to the server between two times of the page's clock."""
    return [time for time in page.evaluate("window.__sent") if start <= time <= end]


def clock(page):
    """The page's clock."""
    return page.evaluate("performance.now()")


def watch_playing(page):
    """Note every depth and every name of the Play button with its time, as window.__played."""
    stage_of(page).evaluate(_WATCH_PLAYING)


def path_of(page, name):
    """The data of one of the stage's paths."""
    return page.locator(f"path.stage-{name}").first.get_attribute("d") or ""


def points(path):
    """Corners of a path of M, L, H, V and Z."""
    corners, x, y = [], 0.0, 0.0
    for letter, numbers in re.findall(r"([MLHVZ])([^MLHVZ]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
        if letter in "ML":
            x, y = values
        elif letter == "H":
            (x,) = values
        elif letter == "V":
            (y,) = values
        if letter != "Z":
            corners.append((x, y))
    return corners


def area(corners):
    """Area of a polygon, by the shoelace formula."""
    following = corners[1:] + corners[:1]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, following, strict=True))) / 2


def drawn_error(page):
    """Half the overlap of the two hills as they are drawn: filled area over the area under both lines."""
    wrong = [points(path_of(page, f"wrong-{number}")) for number in (1, 2)]
    base = max(y for _, y in wrong[0])
    hills = 0.0
    for number in (1, 2):
        # The line passes through the middles of its equal cells.
        line = points(path_of(page, f"line-{number}"))
        hills += sum(base - y for _, y in line) * (line[-1][0] - line[0][0]) / (len(line) - 1)
    return sum(map(area, wrong)) / hills


def assert_nothing_broken(page):
    """No exception, and no NaN, undefined or Infinity in any word or any attribute of a drawing."""
    assert page.get_by_test_id("stException").count() == 0
    broken = [text[:300] for text in page.evaluate(_SHOWN) if BROKEN.search(text)]
    assert not broken, broken[:5]
