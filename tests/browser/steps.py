"""What the browser tests have in common: opening, waiting, reading, and the check that nothing is broken."""

import contextlib
import time
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Error, expect

from ui.frame.navigation import PAGES
from ui.link import link

# Listens to the page's line from now on, and marks the page until no run of the script is asked for or going on. Protobuf:
# what asks for a run begins with field 11, what says that one has begun or ended is field 9.
_AWAIT_RUNS = """() => {
    const send = WebSocket.prototype.send, PATIENCE = 10000, page = document.documentElement;
    const line = window.__line ??= {asked: 0, running: false, heard: null};
    let calm = 0;
    const look = () => {
        const waits = line.asked && performance.now() < line.asked + PATIENCE;
        calm = waits || line.running ? 0 : calm + 1;
        if (calm < 3) requestAnimationFrame(look);
        else page.removeAttribute("data-awaits-runs");
    };
    page.setAttribute("data-awaits-runs", "");
    look();
    if (line.heard) return;
    line.heard = new WeakSet();
    WebSocket.prototype.send = function (message) {
        if (!line.heard.has(this)) {
            line.heard.add(this);
            this.addEventListener("message", ({data}) => {
                const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : [];
                if (bytes[0] !== 0x4a) return;
                line.running = bytes.at(-2) === 0x10 && bytes.at(-1) === 1;
                if (line.running) line.asked = 0;
            });
            this.addEventListener("close", () => Object.assign(line, {asked: 0, running: false}));
        }
        if (message[0] === 0x5a) line.asked = performance.now();
        return send.call(this, message);
    };
}"""


@contextlib.contextmanager
def cold_page(browser, **options):
    """A page of a visitor who has none of the app's files yet, 1280 by 900 pixels."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, **options) as context:
        yield context.new_page()


def open_app(page, address):
    """Open an address and wait until the page is drawn."""
    page.goto(address)
    settle(page)


def place_of(entry):
    """The address of a page on its server; the first page's is that of the server itself."""
    return "/" if entry is PAGES[0] else f"/{entry.name}"


def settle(page):
    """Wait until the sidebar is there and the server has nothing left to do, not even what it has yet to hear of."""
    page.locator(".share-button").wait_for(state="attached")
    page.wait_for_timeout(100)  # what a page tells the server leaves with its next picture
    page.evaluate(_AWAIT_RUNS)
    page.locator("html:not([data-awaits-runs])").wait_for(state="attached")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=180_000)
    assert_healthy(page)


def assert_healthy(page):
    """No exception on the page, and no NaN."""
    shown = page.locator("[data-testid=stException], [class*=st-key-unforeseen]")
    assert shown.count() == 0, shown.first.inner_text()
    text = page.locator("[data-testid=stApp]").inner_text()
    assert "NaN" not in text, f"NaN on screen: ...{text[max(0, text.index('NaN') - 200) :][:400]}..."


def eventually(page, read, wanted, seconds=60):
    """Read again until it is what is wanted: a busy machine may take its time, a wrong value stays wrong."""
    end = time.monotonic() + seconds
    while (found := read(page)) != wanted and time.monotonic() < end:
        page.wait_for_timeout(250)
    assert found == wanted


def let_pass(page, milliseconds):
    """Let time pass on the page's own clock: on a busy machine too, what was due before then has happened."""
    page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)


def expect_link(page, path, values):
    """Copy link gives exactly these values for this page."""
    eventually(page, copied_values, (path, values))


def expect_address(page, texts):
    """The address bar shows exactly these keys."""
    eventually(page, address_values, texts)


def expect_page(page, title):
    """Wait until the page with this title is shown."""
    expect(page).to_have_title(f"{title} · Sweet Spot")


def number(page, label):
    """The typed number with this label."""
    return page.get_by_role("spinbutton", name=label, exact=True)


def slider(page, label):
    """The slider with this label; Streamlit says the label twice, so it is looked up by its group."""
    return page.get_by_role("group", name=label, exact=True).get_by_role("slider")


def type_number(page, label, text):
    """Type a number and commit it."""
    number(page, label).fill(text)
    number(page, label).press("Enter")
    page.wait_for_timeout(100)
    settle(page)


def click(page, name):
    """Press the button with this name and wait for the server."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_timeout(100)
    settle(page)


def choose_option(page, label, option, within=None):
    """Open the list with this label and choose. It closes when a click scrolls the page to it: then it is opened again."""
    box = (within or page).get_by_role("combobox", name=label)
    wanted = page.get_by_role("option", name=option, exact=isinstance(option, str))
    for _ in range(20):
        if not wanted.is_visible():
            box.scroll_into_view_if_needed()
            box.click()
        with contextlib.suppress(Error):
            wanted.click(timeout=3000)
            return
    raise AssertionError(f"{option} could not be chosen")


def copy_link(page, press=None):
    """Press "Copy link", in another way where `press` is given, and read the link from the clipboard."""
    press = press or page.get_by_role("button", name="Copy link", exact=True).click
    # A run that ends after the press takes the confirmation back, because the link has changed: press again.
    for _ in range(10):
        settle(page)
        press()
        with contextlib.suppress(AssertionError):
            expect(page.locator(".share-status")).to_have_text("Link copied", timeout=3000)
            return page.evaluate("navigator.clipboard.readText()")
    raise AssertionError("no link was copied")


def unfold_all(page):
    """Open every fold "More: ..." of a page and wait until all is drawn."""
    closed = page.locator("[data-testid=stMain] details:not([open]) > summary:visible").filter(has_text="More")
    for _ in range(50):
        settle(page)
        if not closed.count():
            return
        with contextlib.suppress(Error):  # a run may have drawn it anew
            fold = closed.first.element_handle()
            fold.click(timeout=10_000)
            page.wait_for_function("fold => !fold.isConnected || fold.parentElement.open", arg=fold)
    raise AssertionError("there is no end to the folds")


def copied_values(page):
    """Press "Copy link" and read the link from the clipboard: (path, every key's value)."""
    parts = urlsplit(copy_link(page))
    values, notices = link.read(parse_qs(parts.query))
    assert not notices
    return parts.path, values


def address_values(page):
    """The query in the address bar as {key: text}."""
    return {name: texts[-1] for name, texts in parse_qs(urlsplit(page.url).query).items()}
