"""How a page shows a Plotly figure: as it is, or in large type and thick lines on a projector."""

import textwrap

import streamlit as st

from ui.charts.layout import PLAIN
from ui.charts.reading import described
from ui.frame import present
from ui.words.plain import spoken

# Pixels: of letters, of a chart, which grows to make room for them, and of a legend's sample of a line.
TYPE = 20
TALLER = 1.3
TALLEST = 480
SAMPLE = 52
# Curves are at least so thick, and dots over depth have one of these sizes; the lines and nodes of a drawn graph stay.
THIN, SMALL = 1.5, (7, 9)

# Characters on a line of a legend or of an axis' title, as many as a phone has room for; names that a legend has room for, and
# the pixels of each that is more.
LONGEST, MOST, LINE = 36, 6, 14


def draw(figure, *, key, alt, config=PLAIN, **more):
    """Show a go.Figure. key: unique on the page.  alt: what a screen reader calls it, before its curves in words.  more: as of st.plotly_chart."""
    name = spoken(alt).rstrip(".")
    alt = f"{name[:1].upper()}{name[1:]}. {described(figure)}".strip()
    give_room(figure)
    if present.presenting():
        project(figure)
    st.plotly_chart(figure, key=key, config=config, alt=alt, **more)


def give_room(figure):
    """Let no name be cut off on a phone: long ones are broken into lines, and a legend of many makes the go.Figure higher."""
    listed = [trace for trace in figure.data if trace.name and trace.showlegend is not False]
    for trace in listed:
        trace.name = broken(trace.name)
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        if axis.title.text:
            axis.title.text = broken(axis.title.text)
    lines = sum(1 + trace.name.count("<br>") for trace in listed)
    if figure.layout.height:
        figure.layout.height += LINE * max(lines - MOST, 0)
    # Plotly gives half of the figure to a legend, and what is more is scrolled.
    figure.layout.legend.maxheight = 0.7


def broken(text):
    """A text in as few lines of at most LONGEST characters as will do, all of about one length."""
    lines = -(-len(text) // LONGEST)
    return (
        "<br>".join(textwrap.wrap(text, max(len(text) // lines + 4, 1), break_long_words=False, break_on_hyphens=False))
        if lines > 1
        else text
    )


def project(figure):
    """Make a go.Figure readable from the last row of a lecture hall: every letter at least TYPE pixels high.

    It grows to make room for them, up to TALLEST pixels unless it was taller already.
    """
    height, top = figure.layout.height, figure.layout.margin.t
    if height:
        figure.update_layout(height=max(height, min(TALLER * height, TALLEST)), margin={"t": TALLER * (top or 0)})
    # A thick line of dashes is told from a plain one where its sample holds a few of them.
    figure.update_layout(
        font={"size": TYPE + 1},
        legend={"font": {"size": TYPE}, "itemwidth": SAMPLE},
        hoverlabel={"font": {"size": TYPE}},
    )
    letters = {"tickfont": {"size": TYPE}, "title": {"font": {"size": TYPE}}}
    figure.for_each_xaxis(lambda axis: axis.update(letters))
    figure.for_each_yaxis(lambda axis: axis.update(letters))
    figure.for_each_annotation(lambda note: note.update(font={"size": TYPE}, yshift=TALLER * (note.yshift or 0)))
    bar = {"tickfont": {"size": TYPE}, "title": {"font": {"size": TYPE}}}
    for trace in figure.data:
        if trace.type == "heatmap":
            trace.colorbar.update(bar)
        if trace.type != "scatter":
            continue
        if trace.marker.showscale:
            trace.marker.colorbar.update(bar)
        if "lines" in (trace.mode or "") and trace.line.width and trace.line.width >= THIN:
            trace.line.width = 2 * trace.line.width
        if "markers" in (trace.mode or "") and trace.marker.size in SMALL:
            trace.marker.size += 5
