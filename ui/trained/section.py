"""The part itself: choose or bring a network, watch it being measured, read the verdict, look at the charts."""

import hashlib

import streamlit as st

from core.layers import sentence, verdict
from core.layers.measure import steps
from core.layers.read import MAX_UNPACKED, read
from core.layers.samples import DEPTHS, sample
from ui.charts import chart
from ui.frame import page_choice, upload
from ui.server import jobs
from ui.session import state
from ui.settings import SETTINGS
from ui.trained.figures import mixing_panel, rank_panel, reading_panel, similarity_panel
from ui.trained.snippets import SNIPPETS
from ui.words.plain import plain

JOB = "layers"
OWN = "own"
WORDS = {"none": "not now"} | {str(depth): f"GCN, {depth} layers" for depth in DEPTHS} | {OWN: "my own file"}


def section():
    """Draw the part."""
    st.header("A trained network: is it oversmoothing, and does it hurt?")
    st.markdown(
        "Similarity between nodes rises with depth in every graph network, and half of the time that is noise going away. What tells "
        "**mixing** from **denoising** is whether the classes can still be read from a layer."
    )
    asked = page_choice.buttons(
        "net",
        "Network",
        WORDS,
        "Samples are trained on the spot, on the default model. A file of yours is read in memory for this session alone; no link carries it.",
    )
    if asked == "none":
        return
    wanted, content = asked, None
    if asked == OWN:
        content = _asked_file()
        wanted = hashlib.sha256(content).hexdigest() if content else None
    if wanted and state.kept("layers_of") != wanted:
        state.keep("layers_of", wanted)
        jobs.submit(JOB, measured, int(asked) if content is None else content)
    if wanted:
        jobs.show(JOB, draw)


def _asked_file():
    file = upload.ask(
        f"layers.npz: h0, h1, …, edges, labels (up to {SETTINGS.max_upload_mb} MB, {MAX_UNPACKED // 10**6} MB unpacked)",
        key="layers_file",
    )
    with st.expander("Ten lines that write it", expanded=file is None):
        for tab, lines in zip(st.tabs(list(SNIPPETS)), SNIPPETS.values(), strict=True):
            with tab:
                st.code(lines, language="python")
        st.markdown(
            ":small[What the file holds and what is measured: docs/layers.md; `python -m core layers layers.npz` prints the same.]"
        )
    return file.getvalue() if file else None


def measured(source):
    """A job: (done, total, None) while it is measured, then (network, Measures). source: depth of a sample, or bytes of a file."""
    yield 0, 1, None
    network = (
        sample(source) if isinstance(source, int) else read(source, "layers.npz", max_nodes=SETTINGS.max_upload_nodes)
    )
    for done, total, found in steps(network):
        yield done, total, None if found is None else (network, found)


def draw(job):
    """The verdict and the charts, once they are there."""
    if job is None or job.result is None:
        return
    network, found = job.result
    said = verdict(network, found)
    st.markdown(f"**{plain(sentence(network, found, said))}**")
    mark = min(state.view()["depth"] or said.best, network.depth)
    left, right = st.columns(2)
    with left:
        chart.show(mixing_panel(found, mark), "layers_mixing", "log")
        chart.show(similarity_panel(found, mark), "layers_similarity", "linear")
    with right:
        chart.show(reading_panel(found, mark), "layers_reading", "linear")
        chart.show(rank_panel(found, mark), "layers_rank", "log")
