"""The clicker's keys while a run is drawing: what the last run has left on the page is not pressed, and no press is lost."""

from pathlib import Path

import ui.frame

KEYS = (Path(ui.frame.__file__).parent / "lesson_keys.js").read_text(encoding="utf-8")
OLD, NEW = "data-stale=true", "data-stale=false"


def part(name, *, old=False, disabled=False):
    """A button of a scene as Streamlit draws it; old: left of the run before."""
    state = " disabled" if disabled else ""
    return f'<div class="st-key-scene_{name}" {OLD if old else NEW}><button id="{"old_" * old}{name}"{state}></button></div>'


def question(*parts):
    return f'<div class="st-key-scene_question">{"".join(parts)}</div>'


def verdict(*, old=False):
    return f'<div class="st-key-scene_verdict"><p {OLD if old else NEW}></p></div>'


WAYS = part("previous") + part("next")
CHOSEN = f'<div class="st-key-scene_choices" {NEW}><input type="radio" checked></div>'


def pressed(page, body, key="PageDown", later=None):
    """The id of the button that a key presses in the end, or None. later: what the page becomes after half a second."""
    page.set_content(f"<body>{body}</body>")
    page.evaluate("keys => { window.lessonAct = new Function(`${keys}; return lessonAct`)(); }", KEYS)
    page.evaluate(
        """([key, later]) => {
            Object.assign(window, { found: null, early: null, changed: false });
            document.addEventListener("click", ({ target }) => (window.found ??= target.id || null));
            lessonAct({ key, target: document.body, repeat: false }, true)?.();
            if (later) setTimeout(() => {
                window.early = window.found;
                document.body.innerHTML = later;
                window.changed = true;
            }, 500);
        }""",
        [key, later],
    )
    if later:
        page.wait_for_function("window.changed && window.found")
        assert page.evaluate("window.early") is None, "nothing of the run before is pressed"
    return page.evaluate("window.found")


# A page and the button that Page Down presses on it.
AT_REST = [
    (part("start"), "start"),
    (question(part("commit")) + WAYS, "commit"),
    (question(part("commit", disabled=True), part("reveal")) + WAYS, "reveal"),
    (question(verdict()) + WAYS, "next"),
    # An answer has been drawn, and the end of the question is still below it.
    (question(verdict(), part("commit", old=True)) + WAYS, "next"),
    (question(verdict(), part("reveal", old=True)) + WAYS, "next"),
    # A new question has been drawn, and the end of the last answer is still below it.
    (question(part("commit", disabled=True), part("reveal"), verdict(old=True)) + WAYS, "reveal"),
    (WAYS, "next"),
]
# A page while it is drawn, the page that comes of it, and the button that is pressed there.
WAITING = [
    # The next scene's ways are there before its question: a second press must not leave the question out.
    (question(verdict(old=True)) + WAYS, question(part("commit", disabled=True), part("reveal")) + WAYS, "reveal"),
    # A guess that the server has not heard of yet.
    (
        question(CHOSEN, part("commit", disabled=True), part("reveal")) + WAYS,
        question(CHOSEN, part("commit")) + WAYS,
        "commit",
    ),
    # A lesson that is being left.
    (question(verdict(old=True)) + part("next", old=True), WAYS, "next"),
]


def test_page_down_presses_what_the_present_run_has_drawn(page):
    for body, wanted in AT_REST:
        assert pressed(page, body) == wanted, body


def test_a_press_waits_until_the_page_is_drawn(page):
    for body, later, wanted in WAITING:
        assert pressed(page, body, later=later) == wanted, body


def test_page_up_presses_the_way_back_of_the_present_run(page):
    assert pressed(page, part("previous", old=True) + part("next"), "PageUp", later=WAYS) == "previous"
    assert pressed(page, WAYS, "PageUp") == "previous"
