"""The first page's formulas as MathML, each symbol a button tied to its control and its mark (ui/stage/symbols.js)."""

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
# {symbol}: a button; the rest is MathML.
FORMULAS = {
    "mixing": (
        "<msub><mi>Δ</mi><mi>n</mi></msub><mo>≈</mo><msup><mrow><mo>(</mo><mfrac><mrow>{p}<mo>−</mo>{q}</mrow>"
        "<mrow><mi>p</mi><mo>+</mo><mi>q</mi></mrow></mfrac><mo>)</mo></mrow>{n}</msup>{Δ}"
    ),
    "denoising": "<mfrac>{σ}<msqrt>{N}</msqrt></mfrac><mo>≤</mo><msub><mi>σ</mi><mi>n</mi></msub><mo>≤</mo><mi>σ</mi>",
    "balance": (
        "<mtext>error</mtext><mo>=</mo><munder><mtext>mean</mtext><mi>i</mi></munder><mspace width='0.2em'></mspace>"
        "<mi mathvariant='normal'>Φ</mi><mrow><mo>(</mo><mo>−</mo><mfrac><msub><mi>m</mi><mi>i</mi></msub>"
        "<msub><mi>s</mi><mi>i</mi></msub></mfrac><mo>)</mo></mrow>"
    ),
}
_HEIGHT = 70  # kept free until the browser has fetched the component, so that nothing below moves
_STYLE = """
.formula-mount { font-size: 1.25rem; min-height: 4rem; display: flex; align-items: center; }
.formula-mount button.symbol { font-style: italic; font-family: math, serif; line-height: 1; }
"""
_component = mount("formula", _STYLE)


def show(name):
    """Draw a formula, and below it the place in which the stage's script writes the same in numbers, at the depth that it shows."""
    _component(key=f"formula_{name}", data=markup(name), height=_HEIGHT)
    st.html(f'<p data-fill="{name}" style="min-height: 2.8em; margin: 0"></p>')


def markup(name):
    """One of FORMULAS with its buttons."""
    buttons = {
        symbol: f'<mtext><button type="button" class="symbol" data-symbol="{tied}" aria-label="{symbol}, {meaning}" '
        f'title="{meaning}">{symbol}</button></mtext>'
        for symbol, (tied, meaning) in SYMBOLS.items()
    }
    return f"<math displaystyle='true'>{FORMULAS[name].format(**buttons)}</math>"
