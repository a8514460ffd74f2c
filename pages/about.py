"""About: symbols, words, what is exact, sources, how to cite."""

import streamlit as st

from core import __version__
from core.accuracy.walks import measured
from ui.frame.navigation import require_frame
from ui.session import state
from ui.words import accuracy, theory_note
from ui.words.citation import bibtex, sentence
from ui.words.readings import amount, percent, readable
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
found = measured()
(fewest, most), degrees, correlations, claimed = (
    found[name] for name in ("n_nodes", "degrees", "correlations", "claimed")
)
errors = claimed["curves"]
st.markdown(
    f"""
- **Exact:** sampled graphs follow the model's law edge by edge. Given a graph, mean gap, neighbourhood noise and thresholds
  carry no sampling error: features enter by algebra, not by drawing. Variances are exact on small graphs; on larger ones a part
  is estimated from random probes, and the page says so.
- **Approximate:** the *walk theory* (solid lines) is this project's own. It follows a random walker on a graph that is locally a
  tree, and keeps only its distance from the start. The tables show how far it was from simulation on {found["n_models"]} random
  graph models with {found["n_strengths"]} strengths of the features each: {readable(fewest)} to {readable(most)} nodes, mean degree {amount(degrees[0])}
  to {amount(degrees[1])}, λ from {amount(min(correlations))} to {amount(max(correlations))}, depth 1 to {found["depth"]}, errors from
  {percent(found["smallest_error"])} to {percent(found["largest_error"])}. From {claimed["n_nodes"][0]} nodes and {claimed["degrees"][0]} neighbours on, half of
  the errors were within {percent(errors["error_fixed"]["median"])} with a fixed threshold and {percent(errors["error_fitted"]["median"])} with a fitted one, nine in
  ten within {percent(errors["error_fixed"]["ninety"])} and {percent(errors["error_fitted"]["ninety"])}. It is weakest on small graphs and with few neighbours, and for
  smaller errors.
- **Asymptotic:** the *paper's theorems* (dashed lines) are leading order in N. The refined variance bounds hold for fixed
  depth and large N only; the upper one is drawn inside that regime.
- **Simulated:** dots are means over independent graphs; bars are one standard error over graphs, never over the nodes of one graph.
"""
)
rows = "\n".join(
    f"| {ACCURACY_NAMES[name]} | " + " | ".join(percent(level[key]) for key in ("median", "ninety", "worst")) + " |"
    for name, level in found["curves"].items()
)
st.markdown(
    "| walk theory against simulation, relative error, all models | median | nine in ten below | worst |\n|---|---|---|---|\n"
    + rows
)
st.markdown("The errors by region, median / nine in ten below:\n\n" + accuracy.table(found))

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
