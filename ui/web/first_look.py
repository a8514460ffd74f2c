"""What is seen while the app itself is on its way: the link's own model as a small drawing, in the first document."""

from functools import lru_cache
from html import escape

import numpy as np

from core.lowest import first_lowest
from core.walks import predict
from ui.frame.navigation import PAGES
from ui.link import link
from ui.words.readings import percent

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 560, 250, 52, 12, 30
_STYLE = """
:root { color-scheme: light dark; background: light-dark(#ffffff, #10161d); }
body:has(#first-look) :is(#root, #root *) { visibility: hidden !important; }
#first-look { position: fixed; inset: 0; z-index: 9; display: flex; overflow: hidden; font: 1rem/1.6 system-ui, sans-serif;
  background: light-dark(#ffffff, #10161d); color: light-dark(#1b2733, #e8edf2); }
#first-look aside { flex: 0 0 300px; background: light-dark(#f2f5f8, #1a232d); }
#first-look div { flex: 1; padding: 4.5rem 5rem; min-width: 0; }
#first-look h1 { font-size: 2.25rem; line-height: 1.2; margin: 0 0 1rem; font-weight: 700; }
#first-look p { margin: 0 0 1rem; max-width: 52rem; }
#first-look svg { display: block; width: 100%; max-width: 560px; height: auto; color: light-dark(#4d5a68, #a9b6c2); }
#first-look text { font: 13px system-ui, sans-serif; fill: currentColor; }
@media (max-width: 1100px) { #first-look div { padding: 4.5rem 2rem; } }
@media (max-width: 768px) { #first-look aside { display: none; } #first-look div { padding: 4.5rem 1rem; } }
"""
# Leaves when the page has drawn its title and, on the first page, its stage, and its layout's styles have come; and in any case after
# a while. Till then every part of the page is hidden, since Streamlit shows some by themselves: what moves behind it moves unseen.
_SCRIPT = """
(() => {
  const look = document.getElementById("first-look");
  const first = look.dataset.page === "mixing", bare = look.dataset.bare === "yes";
  const laidOut = () => {
    const place = document.querySelector(".st-key-layout")?.parentElement;
    return place && getComputedStyle(place).position === "absolute";
  };
  const ready = () => laidOut() && document.querySelector(first ? ".stage-root svg" : '[data-testid="stMain"] h1, [data-testid="stMain"] .stage-root svg')
    && (bare || document.querySelector('[data-testid="stSidebar"] label')) || document.querySelector('[role="dialog"], [data-testid="stException"], [class*="st-key-unforeseen"]');
  const watch = new MutationObserver(() => { if (ready()) leave(); });
  const leave = () => { watch.disconnect(); requestAnimationFrame(() => look.remove()); };
  watch.observe(document.getElementById("root"), { childList: true, subtree: true });
  setTimeout(leave, 30000);
})();
"""


def first_look(document, page, query):
    """Streamlit's document with the first look of a page put into it.

    page: its address without a leading slash.  query: {key: [text, ...]}, read as kindly as the app reads it.
    """
    entry = next((entry for entry in PAGES if entry.name == (page or "mixing")), None)
    if entry is None:
        return document
    values, _ = link.read(query)
    bare = values["view"] != "page" or query.get("embed") == ["true"]
    model = link.model(values)
    drawn = picture(model, values["dmax"], values["reading"]) if entry.name == "mixing" else ""
    aside = "" if bare else "<aside></aside>"
    look = (
        f'<div id="first-look" data-page="{entry.name}" data-bare="{"yes" if bare else "no"}">{aside}'
        f"<div><h1>{escape(entry.title)}</h1>{drawn}</div></div>"
    )
    head = f"<style>{_STYLE}</style><noscript><style>#first-look {{ display: none; }}</style></noscript></head>"
    return (
        document.replace("</head>", head, 1)
        .replace('<div id="root"></div>', f'<div id="root"></div>{look}<script>{_SCRIPT}</script>', 1)
        .replace("<title>Streamlit</title>", f"<title>{escape(entry.title)} · Sweet Spot</title>", 1)
    )


@lru_cache(maxsize=256)
def picture(model, depth, reading):
    """The error against depth as an SVG with one sentence above it; the same walk theory as the stage's."""
    error = getattr(predict(model, depth), f"error_{reading}")
    best = first_lowest(error)
    logs = np.log10(np.maximum(error, 1e-4))
    low, high = logs.min(), max(logs.max(), logs.min() + 0.1)
    x = LEFT + (WIDTH - LEFT - 14) * np.arange(error.size) / max(error.size - 1, 1)
    y = TOP + (HEIGHT - TOP - BOTTOM) * (high - logs) / (high - low)
    line = " ".join(f"{a:.0f},{b:.0f}" for a, b in zip(x, y, strict=True))
    words = f"Error {percent(error[best])} at depth {best}, the lowest of depths 0 to {depth}."
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"/>'
        f'<circle cx="{x[best]:.0f}" cy="{y[best]:.0f}" r="6" fill="currentColor"/>'
        f'<text x="{LEFT - 6}" y="{y[0] + 4:.0f}" text-anchor="end">{percent(error[0])}</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 8}">depth 0</text><text x="{WIDTH - 14}" y="{HEIGHT - 8}" text-anchor="end">{depth}</text></svg>'
        f"<p>{words}</p>"
    )
