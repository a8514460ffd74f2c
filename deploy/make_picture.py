"""The README's picture: `python -m deploy.make_picture [FILE]` plays the stage in a browser into an animated WebP.

Needs what the tests need: Playwright and a Chromium.
"""

import base64
import io
import sys
from pathlib import Path

import streamlit
from PIL import Image

from core import terminal
from core.inside.crowd import sample_crowd
from core.model import CSBM
from core.simulation import sample_moments, side_of
from core.walks import predict
from ui.stage import data, stage

ROOT = Path(__file__).resolve().parents[1]
LAST, DEEPEST = 7, 20  # the depth that is played to, and the range of the axis
WIDTH, EDGE = 820, 16  # pixels
STILL, FRAME, FRAMES = 900, 60, 5  # milliseconds of rest at a depth, and of each frame on the way to the next
MOST_BYTES = 600_000


def make_picture(path):
    """Write the animation; returns its size in bytes. Raises RuntimeError where there is no browser, or it became too large."""
    frames, durations = zip(*_frames(), strict=True)
    frames[0].save(
        path,
        save_all=True,
        append_images=frames[1:],
        duration=list(durations),
        loop=0,
        lossless=True,
        quality=100,
        method=4,
    )
    size = Path(path).stat().st_size
    if size > MOST_BYTES:
        raise RuntimeError(f"The picture has {size:,} bytes, more than the {MOST_BYTES:,} that a README should load.")
    return size


def _frames():
    """Yield (image, milliseconds): depth 0 to LAST at rest, and between two depths the stage's own motion, frame by frame."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, find_browser

    program = find_browser()
    if not program:
        raise RuntimeError(
            "No Chromium was found (CHROMIUM, or chromium on PATH), so there is nothing to take pictures with."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = chromium.new_page(viewport={"width": WIDTH + 2 * EDGE, "height": 800}, color_scheme="light")
        page.clock.install(time=0)
        page.set_content(f"<style>{_style()}</style><div class='stage-mount'></div>")
        page.evaluate("() => document.fonts.load('14px Sans')")
        page.add_script_tag(content=stage.FIGURE)
        page.evaluate(
            """([theory, dots]) => {
            const stage = createStage(document.querySelector(".stage-mount"));
            stage.update(theory);
            stage.deliver(dots);
        }""",
            _messages(),
        )
        page.clock.pause_at(60)  # from here on the stage moves only when the clock is put on
        page.clock.run_for(500)
        for depth in range(LAST + 1):
            yield _shot(page), STILL
            if depth < LAST:
                page.evaluate("""() => document.querySelector('button[aria-label="Step forward"]').click()""")
            for _ in range(FRAMES - 1 if depth < LAST else 0):
                page.clock.run_for(FRAME)
                yield _shot(page), FRAME
            page.clock.run_for(2 * FRAME)
        chromium.close()


def _messages():
    model = CSBM()
    theory = data.theory_message(model, predict(model, DEEPEST), {}, "")
    graphs = list(sample_moments(model, DEEPEST, n_graphs=4))
    dots = data.simulation_message(model, graphs, side_of(model, DEEPEST), sample_crowd(model, DEEPEST, 0), "")
    return [theory | {"view": {"stamp": 1, "depth": 0, "reading": "fixed", "axis": "log"}}, dots]


def _style():
    """The stage's own, with the app's letters, and without what is pressed and said."""
    fonts = sorted(Path(streamlit.__file__).parent.glob("static/static/media/SourceSansVF-Upright*.woff2"))
    letters = base64.b64encode(fonts[0].read_bytes()).decode("ascii") if fonts else ""
    return f"""
@font-face {{ font-family: Sans; font-weight: 200 900; src: url(data:font/woff2;base64,{letters}); }}
:root {{ --st-font: Sans, sans-serif; color-scheme: light; background: #ffffff; }}
body {{ margin: {EDGE}px; }}
{stage.STYLE}
.stage-root :is(.stage-controls, .stage-captions, .stage-reading) {{ display: none; }}
"""


def _shot(page):
    picture = Image.open(io.BytesIO(page.locator(".stage-root").screenshot())).convert("RGB")
    # Fewer colours than the browser's smooth edges have: nobody sees it, and the file is half as large.
    return picture.quantize(96, dither=Image.Dither.NONE).convert("RGB")


def main(arguments):
    """Exit code 0; 1 with one sentence where it cannot be made."""
    path = arguments[0] if arguments else ROOT / "docs" / "stage.webp"
    try:
        size = make_picture(path)
    except RuntimeError as problem:
        print(f"make_picture: {problem}", file=sys.stderr)
        return 1
    print(f"{path}: {size / 1e3:,.0f} kB.")
    return 0


if __name__ == "__main__":
    sys.exit(terminal.run(lambda: main(sys.argv[1:]), "make_picture"))
