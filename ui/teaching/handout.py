"""A lesson on paper: two pages of words, hills on one axis, questions, and a short link with its QR code, as static HTML."""

from html import escape

from ui.frame import qr
from ui.lessons.lessons import scene_query
from ui.link import link
from ui.teaching.paper_hills import drawing
from ui.words.markup import mount, plain
from ui.words.printing import PRINTED

DEPTHS = (0, 1, 2, 4, 8, 16)
# What these ask for is seen at a glance in the hills of the first layers.
_TOLD_BY_HILLS = ("first_step", "first_gap", "sides", "first_error_size", "energy_tells")
_STYLE = f"""
.handout {{ color: light-dark(#1f2430, #f2f4f8); font-size: 15px; line-height: 1.35; }}
.handout section {{ break-inside: avoid; border-top: 1px solid currentColor; padding: 6px 0 8px; display: flex; gap: 12px; }}
.handout .text {{ flex: 1; }} .handout .code {{ width: 108px; font-size: 12px; text-align: center; overflow-wrap: anywhere; }}
.handout .code svg {{ width: 84px; height: 84px; }}
.handout h2 {{ margin: 0; padding: 0 0 4px; font-size: 22px; }}
.handout h3 {{ margin: 0; padding: 0; font-size: 17px; }}
.handout p {{ margin: 2px 0; font-size: inherit; }}
.handout .hills {{ display: flex; flex-wrap: wrap; gap: 2px 8px; margin: 4px 0; }}
.handout figure {{ margin: 0; }} .handout figcaption {{ font-size: 12px; text-align: center; }}
.handout svg {{ display: inline-block; }} .handout .small {{ font-size: 12px; }}
.handout .choice {{ white-space: nowrap; margin-right: 14px; }}
.handout .class-1 {{ fill: none; stroke: light-dark(#0072b2, #5cb8f0); stroke-width: 1.5; }}
.handout .class-2 {{ fill: none; stroke: light-dark(#d55e00, #ff8f4d); stroke-width: 1.5; stroke-dasharray: 5 3; }}
.handout .floor {{ stroke: currentColor; stroke-width: 1; }}
.handout a {{ color: inherit; }}
@page {{ size: A4; margin: 11mm 12mm; }}
@media print {{ .handout {{ font-size: 11.5px; line-height: 1.25; }} .handout h2 {{ font-size: 16px; }} .handout h3 {{ font-size: 13px; }}
  .handout section {{ padding: 3px 0 4px; }} .handout .hills svg {{ height: 40px; width: 86px; }} .handout figcaption, .handout .small {{ font-size: 9.5px; }}
  .handout .code {{ width: 92px; font-size: 9px; }} .handout .code svg {{ width: 66px; height: 66px; }} }}
{PRINTED.format(kept=".handout")}
"""

# All words in it are escaped in `page`.
_component = mount("handout", _STYLE)


def show(lesson, name, base):
    """Draw `page`."""
    _component(key="handout", data=page(lesson, name, base))


def page(lesson, name, base):
    """HTML of the whole hand-out. base: address of the lesson page without a query; name: the lesson's key in the link."""
    scenes = "".join(_scene(scene, number, name, base) for number, scene in enumerate(lesson.scenes, 1))
    about = "Blue, solid: class 1. Orange, dashed: class 2. In each scene the axis of the features is the same at every depth."
    if any(scene.values["c"] > 2 for scene in lesson.scenes):
        about += " Of several classes two are drawn, along the line between their means."
    return (
        f'<div class="handout"><h2>{escape(lesson.title)}</h2><p>{plain(lesson.words)}</p><p class="small">{about}</p>'
        f"{scenes}</div>"
    )


def depths(scene):
    """The depths whose hills are drawn: those that leave the question open."""
    last = 0 if scene.answer in _TOLD_BY_HILLS else scene.values["dmax"]
    return [depth for depth in DEPTHS if depth <= last]


def _scene(scene, number, name, base):
    model, reading = scene.setting.model, scene.setting.reading
    pictures = "".join(
        f"<figure>{drawing(model, depth, reading)}<figcaption>depth {depth}</figcaption></figure>"
        for depth in depths(scene)
    )
    choices = "".join(f'<span class="choice">☐ {plain(choice)}</span> ' for choice in scene.choices)
    texts = link.texts(scene.values, [name for name in link.MODEL_KEYS if name != "c" or scene.values["c"] > 2])
    parameters = ", ".join(f"{key} = {text}" for key, text in texts.items())
    address = f"{base}?{scene_query(name, number)}"
    return (
        f"<section><div class='text'><h3>{number}. {escape(scene.title)}</h3><p>{plain(scene.filled('words'))}</p>"
        f'<div class="hills">{pictures}</div><p><b>{plain(scene.question)}</b> {choices or "My guess: depth ______"}</p>'
        f'<p class="small">{parameters}</p></div>'
        f'<div class="code">{qr.drawing(address)}<br><a href="{escape(address)}">{escape(address.split("://")[-1])}</a></div></section>'
    )
