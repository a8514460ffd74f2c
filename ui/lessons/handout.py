"""A lesson on paper: words, small hills at a few depths, parameters and link of every scene, as static HTML."""

import re
from html import escape

import numpy as np

from core.walk_theory.mixture import gaussians
from core.walks import predict_layers, stage_neighbourhoods
from ui.link import link
from ui.words.markup import mount

DEPTHS = (0, 1, 2, 4, 8, 16)
WIDTH, HEIGHT, POINTS = 118, 62, 121
_STYLE = """
.handout { color: light-dark(#1f2430, #f2f4f8); font-size: 15px; line-height: 1.45; }
.handout section { break-inside: avoid; border-top: 1px solid currentColor; padding: 8px 0 14px; }
.handout h3 { margin: 0 0 4px; padding: 0; font-size: 18px; }
.handout p { margin: 4px 0; }
.handout ol { margin: 4px 0; padding-left: 28px; }
.handout .hills { display: flex; flex-wrap: wrap; gap: 6px 12px; margin: 8px 0; }
.handout figure { margin: 0; } .handout figcaption { font-size: 13px; text-align: center; }
.handout svg { display: block; } .handout .small { font-size: 13px; overflow-wrap: anywhere; }
.handout .class-1 { fill: none; stroke: light-dark(#0072b2, #5cb8f0); stroke-width: 2; }
.handout .class-2 { fill: none; stroke: light-dark(#d55e00, #ff8f4d); stroke-width: 2; stroke-dasharray: 6 4; }
.handout .floor { stroke: currentColor; stroke-width: 1; }
.handout a { color: inherit; }
@media print {
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar] { display: none !important; }
  .stMain [data-testid=stElementContainer]:not(:has(.handout)) { display: none !important; }
  .stApp, .stMain, [data-testid=stAppViewContainer] {
    position: static !important; overflow: visible !important; height: auto !important;
  }
  .handout { color: #000; }
}
"""

# All words in it are escaped in `page`.
_component = mount("handout", _STYLE)


def show(lesson, name, base):
    """Draw `page`."""
    _component(key="handout", data=page(lesson, name, base))


def page(lesson, name, base):
    """HTML of the whole hand-out. base: address of the lesson page without a query; name: the lesson's key in the link."""
    scenes = "".join(_scene(scene, number, name, base) for number, scene in enumerate(lesson.scenes, 1))
    words = _plain(lesson.words)
    return f'<div class="handout"><h2>{escape(lesson.title)}</h2><p>{words}</p>{scenes}</div>'


def hills(model, depth, reading="fixed"):
    """Densities of both classes at one depth on one axis. Returns (places (POINTS,), class 1, class 2); about the threshold.

    The mixture of core.walks.Layers: mean stay + pull x, variance of a node with neighbourhood (x, 1/D); class 1 mirrored.
    """
    kinds, layers = stage_neighbourhoods(model), predict_layers(model, depth)
    weight = np.append((1 - kinds.isolated) * np.asarray(kinds.weight), kinds.isolated)
    connected = gaussians(layers, kinds, model.gap / 2, model.sigma, shifted=reading != "fitted")
    # An isolated node keeps its feature.
    mean, variance = (
        np.append(part[depth], own) for part, own in zip(connected, (model.gap / 2, model.sigma**2), strict=True)
    )
    variance = np.maximum(variance, 1e-30)
    total = weight[:-1].sum() or 1.0
    centre = weight[:-1] @ mean[:-1] / total if weight[:-1].any() else mean[-1]
    spread = weight[:-1] @ (variance[:-1] + (mean[:-1] - centre) ** 2) / total if weight[:-1].any() else variance[-1]
    reach = abs(centre) + 3.5 * np.sqrt(spread)
    places = np.linspace(-reach, reach, POINTS)
    step = (places[:, None] - mean) ** 2 / (2 * variance)
    second = (weight * np.exp(-step) / np.sqrt(2 * np.pi * variance)).sum(axis=1)
    return places, second[::-1], second


def drawing(model, depth, reading="fixed"):
    """Both hills at one depth as a small SVG; each has its own zoom, as the stage has."""
    _, first, second = hills(model, depth, reading)
    top = max(first.max(), second.max(), 1e-300)
    x = np.linspace(1, WIDTH - 1, POINTS)

    def path(values):
        return "M" + "L".join(
            f"{a:.1f} {HEIGHT - 4 - (HEIGHT - 10) * b / top:.1f}" for a, b in zip(x, values, strict=True)
        )

    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="The two hills at depth {depth}">'
        f'<line class="floor" x1="0" x2="{WIDTH}" y1="{HEIGHT - 3}" y2="{HEIGHT - 3}"/>'
        f'<path class="class-1" d="{path(first)}"/><path class="class-2" d="{path(second)}"/></svg>'
    )


def _scene(scene, number, name, base):
    model, reading = scene.setting.model, scene.setting.reading
    pictures = "".join(
        f"<figure>{drawing(model, depth, reading)}<figcaption>depth {depth}</figcaption></figure>" for depth in DEPTHS
    )
    choices = "".join(f"<li>{_plain(choice)}</li>" for choice in scene.choices)
    answer = f"<ol>{choices}</ol>" if choices else "<p>My guess: depth ______</p>"
    texts = link.texts(scene.values, (*link.MODEL_KEYS, "seed", "dmax", "reading"))
    parameters = ", ".join(f"{key} = {text}" for key, text in texts.items())
    address = f"{base}?{link.write(scene.values | {'lesson': name, 'step': number})}"
    return (
        f"<section><h3>{number}. {escape(scene.title)}</h3><p>{_plain(scene.filled('words'))}</p>"
        f'<div class="hills">{pictures}</div><p><b>{_plain(scene.question)}</b></p>{answer}'
        f'<p class="small">{parameters}<br><a href="{escape(address)}">{escape(address)}</a></p></section>'
    )


def _plain(text):
    """Escaped words, with Markdown's bold and italics."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
