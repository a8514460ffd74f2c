"""The app as a browser feels it: a slider's answer, scrubbing, playing, and a cold first page.

Needs Chromium (CHROMIUM, or chromium on PATH). Times are of this machine, with server and browser sharing it.
"""

import statistics
import tempfile
from pathlib import Path

from tests.browser.conftest import FLAGS, find_browser, serve

REPEATS, WARM_UP = 20, 3

# Runs before the page: when the first curve was drawn, what was shifted, and the longest task.
_FROM_THE_START = """
window.__tasks = [];
window.__shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(task => window.__tasks.push(task.duration)))
    .observe({type: "longtask", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(shift => {
    if (!shift.hadRecentInput) window.__shifts.push({
        value: shift.value, time: shift.startTime,
        what: shift.sources.map(({node, previousRect: a, currentRect: b}) => {
            const element = node?.nodeType === 1 ? node : node?.parentElement;
            const name = element && (element.dataset?.testid || element.className?.baseVal || element.className || element.tagName);
            return `${String(name).slice(0, 48)}: ${a.x},${a.y} ${a.width}x${a.height} -> ${b.x},${b.y} ${b.width}x${b.height}`;
        }),
    });
})).observe({type: "layout-shift", buffered: true});
const seen = (name, there) => { if (!(name in window.__first) && there) window.__first[name] = performance.now(); };
window.__first = {};
new MutationObserver(() => {
    seen("curve", document.querySelector("path.stage-curve")?.getAttribute("d"));
    seen("dots", document.querySelector("path.stage-dots")?.getAttribute("d"));
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["d"]});
"""

# One key on a slider: milliseconds from the key to the stage's new curve, to the new words under it, and to the new dots.
_ANSWER = """() => {
    const $ = selector => document.querySelector(selector);
    const curve = $("path.stage-curve"), dots = $("path.stage-dots"), note = $(".stage-dots-note");
    const words = () => [...document.querySelectorAll("[data-testid=stMain] [data-testid=stMarkdownContainer] p")]
        .map(node => node.textContent).find(text => text.includes("the error falls") || text.includes("no convolution helps"));
    const before = {curve: curve.getAttribute("d"), words: words(), dots: dots.getAttribute("d")}, times = {};
    let start = null;
    addEventListener("keydown", event => { start = event.timeStamp; }, {capture: true, once: true});
    window.__answer = new Promise(resolve => {
        const look = () => {
            if (start === null) return;
            const now = performance.now() - start, drawn = dots.getAttribute("d");
            if (!("curve" in times) && curve.getAttribute("d") !== before.curve) times.curve = now;
            if (!("words" in times) && words() !== before.words) times.words = now;
            if (!("dots" in times) && drawn && drawn !== before.dots && note.textContent.startsWith("Dots")) times.dots = now;
            if (Object.keys(times).length === 3) finish();
        };
        const watcher = new MutationObserver(look), limit = setTimeout(() => finish(), 15000);
        const finish = () => { watcher.disconnect(); clearTimeout(limit); resolve(times); };
        watcher.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    });
}"""

_SCRUB = """async depths => {
    const range = document.querySelector("input[aria-label=Depth]"), work = [], shown = [];
    for (const depth of depths) {
        const start = performance.now();
        range.value = depth;
        range.dispatchEvent(new Event("input", {bubbles: true}));
        work.push(performance.now() - start);
        await new Promise(resolve => requestAnimationFrame(resolve));
        shown.push(performance.now() - start);
        await new Promise(resolve => setTimeout(resolve, 7 + 11 * Math.random()));
    }
    return [work, shown];
}"""

_PLAY = """async seconds => {
    const frames = [], before = window.__tasks.length;
    document.querySelector("button[aria-label=First]").click();
    await new Promise(resolve => setTimeout(resolve, 800));
    document.querySelector("button[aria-label=Play]").click();
    const end = performance.now() + 1000 * seconds;
    await new Promise(resolve => {
        const frame = now => { frames.push(now); now < end ? requestAnimationFrame(frame) : resolve(); };
        requestAnimationFrame(frame);
    });
    document.querySelector("button[aria-label=Pause]")?.click();
    return [frames, window.__tasks.slice(before)];
}"""


def middle_and_high(values):
    """Median and 95th percentile as text, in milliseconds."""
    values = sorted(values)
    high = values[min(len(values) - 1, round(0.95 * (len(values) - 1)))]
    return f"median {statistics.median(values):6.1f} ms   p95 {high:6.1f} ms   ({len(values)} times)"


def open_page(page, address):
    """Open the first page and wait until its dots are there and the server is at rest."""
    page.goto(address)
    page.wait_for_function("document.querySelector('path.stage-dots')?.getAttribute('d')", timeout=60_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1500)


def answers(page, name, new_graph):
    """Times from a key on a slider to the new theory, words and dots, one dict per press, around the default model.

    new_graph: draw another graph before each press, so that no sampled graph comes from the cache.
    """
    found = []
    for turn in range(WARM_UP + REPEATS):
        if new_graph:
            page.get_by_role("button", name="Draw another graph").click()
            page.mouse.move(640, 20)  # the button's hint would hide the rest of the page from roles
            rest(page)
        page.get_by_role("slider", name=name).focus()  # Streamlit names it twice, so not exact
        page.evaluate(_ANSWER)
        page.keyboard.press("ArrowLeft" if turn % 2 else "ArrowRight")
        times = page.evaluate("window.__answer")
        rest(page)
        if turn >= WARM_UP:
            found.append(times)
    return found


def rest(page):
    """Wait until the server is at rest."""
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(200)


def print_answers(title, found):
    """One line per view that answered."""
    print(f"  {title}")
    for view, label in (
        ("curve", "stage's curve and hills"),
        ("words", "words under the stage"),
        ("dots", "simulated dots"),
    ):
        values = [times[view] for times in found if view in times]
        missing = f"   {len(found) - len(values)} without a visible change" if len(values) < len(found) else ""
        print(f"    {label:26s} {middle_and_high(values) if values else 'no change'}{missing}")


def cold_page(chromium, address):
    """Print bytes, time and layout shifts of the first page with an empty browser cache and a warm server."""
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(_FROM_THE_START)
    session, sizes = context.new_cdp_session(page), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    open_page(page, address)
    first, shifts, tasks = page.evaluate("[window.__first, window.__shifts, window.__tasks]")
    print(f"  cold first page            {sum(sizes) / 1e6:.2f} MB raw in {len(sizes)} files")
    print(f"  first curve / first dots   {first['curve']:.0f} ms / {first['dots']:.0f} ms")
    print(f"  longest task while loading {max(tasks, default=0):.0f} ms")
    print(f"  layout shift (CLS)         {sum(shift['value'] for shift in shifts):.4f}")
    for shift in sorted(shifts, key=lambda shift: -shift["value"])[:5]:
        print(f"    {shift['value']:.4f} at {shift['time']:.0f} ms: {'; '.join(shift['what'][:4])}")
    context.close()


def run():
    """Measure and print; the app is started and stopped here."""
    from playwright.sync_api import sync_playwright

    program = find_browser()
    if not program:
        print("  no Chromium found: not measured")
        return
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as app, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = chromium.new_page(bypass_csp=True, viewport={"width": 1280, "height": 900})
        page.add_init_script(_FROM_THE_START)
        open_page(page, f"{app}/")
        cold_page(chromium, f"{app}/")
        print_answers(
            "p (samples four new graphs): slider released ->", answers(page, "p on a logarithmic scale", True)
        )
        print_answers("sigma (samples nothing): slider released ->", answers(page, "sigma", False))
        open_page(page, f"{app}/")
        work, shown = page.evaluate(_SCRUB, [7 * k % 21 for k in range(1, 101)])
        print(f"  scrub: script              {middle_and_high(work)}")
        print(f"  scrub: input -> next frame {middle_and_high(shown)}")
        page.wait_for_timeout(1500)
        frames, tasks = page.evaluate(_PLAY, 8)
        gaps = sorted(after - before for before, after in zip(frames, frames[1:], strict=False))
        print(
            f"  play: {1000 / statistics.median(gaps):.0f} frames per second (median), slowest frame {gaps[-1]:.0f} ms, "
            f"longest task {f'{max(tasks):.0f} ms' if tasks else 'below 50 ms'}"
        )
        chromium.close()


if __name__ == "__main__":
    run()
