"""The three formulas of the first page as MathML, each symbol a button tied to its control and its mark (ui/stage/symbols.js)."""

from ui.link import link

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
    "denoising": (
        "<mfrac>{σ}<msqrt>{N}</msqrt></mfrac><mo>≤</mo><msub><mi>σ</mi><mi>n</mi></msub><mo>≤</mo><mi>σ</mi>"
    ),
    "balance": (
        "<mtext>error</mtext><mo>=</mo><munder><mtext>mean</mtext><mi>i</mi></munder><mspace width='0.2em'></mspace><mi mathvariant='normal'>Φ</mi>"
        "<mrow><mo>(</mo><mo>−</mo><mfrac><msub><mi>m</mi><mi>i</mi></msub><msub><mi>s</mi><mi>i</mi></msub></mfrac><mo>)</mo></mrow>"
    ),
}


def formula_markup(name):
    """One formula as MathML."""
    buttons = {
        symbol: f'<mtext><button type="button" class="symbol" data-symbol="{tied}" aria-label="{symbol}, {meaning}" '
        f'title="{meaning}">{symbol}</button></mtext>'
        for symbol, (tied, meaning) in SYMBOLS.items()
    }
    return f"<math displaystyle='true'>{FORMULAS[name].format(**buttons)}</math>"
