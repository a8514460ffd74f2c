"""The part itself: choose or bring a network, watch it being measured, read the verdict, look at the charts."""

import streamlit as st

from core.layers.read import MAX_UNPACKED
from core.layers.samples import DEPTHS
from ui.charts import chart
from ui.frame import page_choice, upload
from ui.server import cache, jobs
from ui.server.workers import POOL, Ended, aside
from ui.session import state
from ui.settings import SETTINGS
from ui.trained.figures import mixing_panel, rank_panel, reading_panel, similarity_panel
from ui.trained.report import measured, of_sample
from ui.trained.snippets import SNIPPETS
from ui.words.plain import plain

JOB = "layers"
OWN = "own"
WORDS = {"none": "not now", OWN: "my own network"} | {str(depth): f"GCN, {depth} layers" for depth in DEPTHS}


def ask():
    """Which network is measured, one of WORDS."""
    return page_choice.buttons(
        "net",
        "Yours, or a sample with a graph of its own",
        WORDS,
        "Samples are trained on the spot, on the default model. A file of yours is read in memory for this session alone; no link carries it.",
    )


def section(asked=None):
    """Draw the part. asked: the answer to `ask` where it was asked above, as on a projector; "none" is then nothing at all."""
    if asked == "none":
        return
    st.header(f"{'Your own' if asked in (None, OWN) else 'A trained'} network: is it oversmoothing, and does it hurt?")
    if asked is None:
        st.markdown(
            "You have trained a GNN: bring its layers. Nodes become alike where the classes draw together (**mixing**), and also where noise is averaged away "
            "(**denoising**): what tells the two apart is whether the classes can still be read from a layer."
        )
        asked = ask()
    if asked == OWN:
        _own()
    elif asked != "none":
        # A second of work, awaited and not a job: what a job draws anew meets a page that is still on its way when a link opens it.
        with st.spinner(f"Training a GCN of {asked} layers and measuring it"):
            draw(cache.real(f"trained {asked}", lambda: POOL.run(of_sample, int(asked)), own=False))


def _own():
    """A file of the visitor's own, measured in the background."""
    file = _asked_file()
    if not file:
        return
    if state.kept("layers_of") != file.file_id:
        state.keep("layers_of", file.file_id)
        jobs.submit(JOB, beside, file.getvalue())
    jobs.show(JOB, lambda job: draw(job and job.result))


def _asked_file():
    file = upload.ask(
        f"layers.npz: h0, h1, …, edges, labels (up to {SETTINGS.max_layers_mb} MB, {MAX_UNPACKED // 10**6} MB unpacked)",
        key="layers_file",
        max_upload_size=SETTINGS.max_layers_mb,
    )
    with st.expander("Ten lines that write it", expanded=file is None):
        for tab, lines in zip(st.tabs(list(SNIPPETS)), SNIPPETS.values(), strict=True):
            with tab:
                st.code(lines, language="python")
        st.markdown(
            ":small[What the file holds and what is measured: docs/layers.md; `python -m core layers layers.npz` prints the same.]"
        )
    return file


def beside(content):
    """The job `measured` of a file in a process of its own; ValueError, one sentence, where that process ends early."""
    try:
        yield from aside(measured, content)
    except Ended:
        raise ValueError(
            "The process that measured this file ended early; one of fewer layers or columns needs less memory, and giving it again tries anew."
        ) from None


def draw(report):
    """The verdict and the charts of a Report, once it is there."""
    if report is None:
        return
    found = report.measures
    verdict, _, why = report.words.partition(": ")
    st.markdown(f"**{plain(verdict)}:** {plain(why)}  \n**Its graph:** {report.graph}")
    mark = min(state.view()["depth"] or report.best, found.probe.size - 1)
    left, right = st.columns(2)
    with left:
        chart.show(mixing_panel(found, mark), "layers_mixing", "log")
        chart.show(similarity_panel(found, mark), "layers_similarity", "linear")
    with right:
        chart.show(reading_panel(found, mark), "layers_reading", "linear")
        chart.show(rank_panel(found, mark), "layers_rank", "log")
    for sentence in report.notes:
        st.markdown(f":small[{plain(sentence)}]")
