"""About: symbols, words, what is exact, sources, how to cite."""

import streamlit as st

from core import __version__
from core.accuracy.walks import measured
from ui.frame.navigation import require_frame
from ui.session import state
from ui.words import theory_note
from ui.words.citation import bibtex, sentence
from ui.words.readings import amount, percent
from ui.words.symbols import ACCURACY_NAMES, GLOSSARY, SOURCES, SYMBOLS

require_frame()
state.enter_page("about")
st.title("About")
st.markdown(
    "**Sweet Spot** answers one question with your hand on the slider: *why do graph neural networks get worse after a few "
    "layers, and when do they not?* It is made for lectures, for exploring alone, and for sharing a link: the link holds "
    "every parameter and the seed, and gives the same numbers on any machine."
)

st.header("Symbols")
rows = "\n".join(f"| ${symbol}$ | {meaning} | `{code}` |" for symbol, code, meaning in SYMBOLS)
st.markdown("| symbol | meaning | in the code |\n|---|---|---|\n" + rows)

st.header("Words")
st.markdown("\n".join(f"- **{term}.** {meaning}" for term, meaning in GLOSSARY))

st.header("What is exact, approximate, simulated")
accuracy = measured()
degrees, correlations = accuracy["degrees"], accuracy["correlations"]
st.markdown(
    f"""
- **Exact:** sampled graphs follow the model's law edge by edge. Given a graph, mean gap, neighbourhood noise and thresholds
  carry no sampling error: features enter by algebra, not by drawing. Variances are exact on small graphs; on larger ones a part
  is estimated from random probes, and the page says so.
- **Approximate:** the *walk theory* (solid lines) is this project's own. It follows a random walker on a graph that is locally a
  tree, and keeps only its distance from the start. The table shows how far it was from simulation on {accuracy["n_models"]} random
  models of {accuracy["n_graphs"]} graphs each (mean degree {degrees[0]} to {degrees[1]}, λ from {amount(min(correlations))} to {amount(max(correlations))}, depth 1
  to {accuracy["depth"]}; graph-to-graph scatter included). It is weakest at low mean degree, for small errors, and for the fitted
  threshold on dense graphs.
- **Asymptotic:** the *paper's theorems* (dashed lines) are leading order in N. The refined variance bounds hold for fixed
  depth and large N only; the upper one is drawn inside that regime.
- **Simulated:** dots are means over independent graphs; bars are one standard error over graphs, never over the nodes of one graph.
"""
)
rows = "\n".join(
    f"| {ACCURACY_NAMES[name]} | " + " | ".join(percent(level[key]) for key in ("median", "ninety", "worst")) + " |"
    for name, level in accuracy["curves"].items()
)
st.markdown(
    "| walk theory against simulation, relative error | median | nine in ten below | worst |\n|---|---|---|---|\n"
    + rows
)

theory_note.section()

st.header("Sources")
st.markdown("\n".join(f"- {f'[{title}]({address})' if address else title}: {use}." for title, address, use in SOURCES))

st.header("How to cite")
st.markdown(sentence())
st.code(bibtex(), language="bibtex", wrap_lines=True)
st.markdown(
    f"Version {__version__}. The program is free under the MIT licence; figures made with it may be used under CC BY 4.0. "
    "No learning gain is claimed: none was measured."
)
