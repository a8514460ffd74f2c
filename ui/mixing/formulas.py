"""The first page's formulas as MathML, each symbol tied to its control and its mark (ui/stage/symbols.js).

To a screen reader nothing inside a formula is a button, so below it the symbols stand as buttons of their own.
"""

import streamlit as st

from ui.link import link
from ui.words.markup import mount

SYMBOLS = {
    "p": ("p", link.KEYS["p"].meaning),
    "q": ("q", link.KEYS["q"].meaning),
    "Δ": ("delta", "distance of the two means, mu2 − mu1"),
    "σ": ("sigma", link.KEYS["s"].meaning),
    "N": ("N", "number of nodes"),
    "n": ("n", "depth, the number of graph convolutions"),
}
# {symbol}: tied; the rest is MathML.
FORMULAS = {
    "mixing": (
        "<msub><mi>Δ</mi><mi>n</mi></msub><mo>≈</mo><msup><mrow><mo>(</mo><mfrac><mrow>{p}<mo>−</mo>{q}</mrow>"
        "<mrow><mi>p</mi><mo>+</mo><mi>q</mi></mrow></mfrac><mo>)</mo></mrow>{n}</msup>{Δ}"
    ),
    "denoising": "<mfrac>{σ}<msqrt>{N}</msqrt></mfrac><mo>≤</mo><msub><mi>σ</mi><mi>n</mi></msub><mo>≤</mo><mi>σ</mi>",
    "mixing_several": (
        "<msub><mi>Δ</mi><mi>n</mi></msub><mo>≈</mo><msup><mrow><mo>(</mo><mfrac><mrow>{p}<mo>−</mo>{q}</mrow>"
        "<mrow><mi>p</mi><mo>+</mo><mo>(</mo><mi>C</mi><mo>−</mo><mn>1</mn><mo>)</mo><mi>q</mi></mrow></mfrac><mo>)</mo></mrow>{n}</msup>{Δ}"
    ),
    "balance_several": (
        "<mtext>error</mtext><mo>=</mo><munder><mtext>mean</mtext><mi>i</mi></munder><mspace width='0.2em'></mspace>"
        "<mi>P</mi><mrow><mo>(</mo><mtext>wrong class</mtext><mo>)</mo></mrow>"
    ),
    "balance": (
        "<mtext>error</mtext><mo>=</mo><munder><mtext>mean</mtext><mi>i</mi></munder><mspace width='0.2em'></mspace>"
        "<mi mathvariant='normal'>Φ</mi><mrow><mo>(</mo><mo>−</mo><mfrac><msub><mi>m</mi><mi>i</mi></msub>"
        "<msub><mi>s</mi><mi>i</mi></msub></mfrac><mo>)</mo></mrow>"
    ),
}
_HEIGHT = 104  # kept free until the browser has fetched the component, so that nothing below moves
_STYLE = """
.formula-mount { min-height: 6.25rem; }
.formula-mount math { font-size: 1.25rem; display: flex; align-items: center; min-height: 4rem; }
.formula-mount mi.symbol { cursor: pointer; border-bottom: 2px dotted; }
.formula-mount p { margin: 0; }
.formula-mount button.symbol { font-style: italic; font-family: math, serif; line-height: 1; margin: 0 .5rem 0 0; }
"""
_component = mount("formula", _STYLE)


def show(name, n_classes=2):
    """Draw a formula, for several classes its own where it has one, and below it the place in which the stage's script writes the same in numbers, at the depth that it shows."""
    several = f"{name}_several"
    formula = markup(several if n_classes > 2 and several in FORMULAS else name)
    _component(key=f"formula_{name}", data=formula, height=_HEIGHT)
    st.html(f'<p data-fill="{name}" style="min-height: 2.8em; margin: 0"></p>')


def markup(name):
    """One of FORMULAS with its symbols tied, and a button for each."""
    tied = {symbol: f'<mi class="symbol" data-symbol="{to}">{symbol}</mi>' for symbol, (to, _) in SYMBOLS.items()}
    buttons = [
        f'<button type="button" class="symbol" data-symbol="{to}" aria-label="{symbol}, {meaning}" '
        f'title="{meaning}">{symbol}</button>'
        for symbol, (to, meaning) in SYMBOLS.items()
        if f"{{{symbol}}}" in FORMULAS[name]
    ]
    return f"<math displaystyle='true'><mrow>{FORMULAS[name].format(**tied)}</mrow></math><p>{''.join(buttons)}</p>"
