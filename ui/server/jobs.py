"""The one place for long work: ask for it, watch it, stop it. It runs in the background and blocks nobody's page.

    if st.button("Run"):
        jobs.submit("training", core.training.live, *arguments)
    jobs.show("training", draw)

The function is a generator of (done, total, partial result) that knows no screen; `draw(job)` puts what there is on
the page, again and again until the job ends.
"""

import streamlit as st

from core.number_of import number_of
from ui.server import sessions
from ui.server.job_queue import Queue
from ui.settings import SETTINGS

LOOK_AGAIN = 0.8
QUEUE = Queue(SETTINGS.max_jobs, sessions.connected)


def submit(name, function, *arguments, **options):
    """Ask for function(*arguments, **options) in the background; an earlier request of this session stops."""
    return QUEUE.submit(sessions.current(), name, function, *arguments, **options)


def current(name):
    """This session's newest job of that name, or None."""
    return QUEUE.find(sessions.current(), name)


def stop(name):
    """Stop this session's job; what it has found so far is kept."""
    QUEUE.stop(sessions.current(), name)


def show(name, draw):
    """Draw this session's job as it goes: progress or place in the queue, a Stop button, and draw(job) below.

    draw is called with the Job, or with None before there is one. While the job is active this part of the page alone is
    drawn again, and the whole page once when it ends.
    """
    job = current(name)
    active = job is not None and job.active
    st.fragment(_view, run_every=LOOK_AGAIN if active else None)(name, draw, active)


def _view(name, draw, was_active):
    job = current(name)
    if was_active and (job is None or not job.active):
        st.rerun()
    # One container in one place, so that what follows is not built anew when the progress goes.
    with st.container(key=f"job_{name}"):
        if job is not None:
            _status(job)
    draw(job)


def _status(job):
    if job.active:
        bar, button = st.columns([5, 1], vertical_alignment="center")
        bar.progress(job.done / job.total if job.total else 0.0, progress_words(job, QUEUE.place(job)))
        button.button(
            "Stopping" if job.stopping else "Stop",
            on_click=stop,
            args=(job.name,),
            disabled=job.stopping,
            key=f"stop_{job.name}",
            width="stretch",
            icon=":material/stop:",
            help="Stop after the present step; what has been found so far stays.",
        )
    elif job.state == "stopped":
        share = f" at {job.done / job.total:.0%}" if job.total else ""
        st.info(f"Stopped{share}; what had been found by then stays.")
    elif job.state == "failed":
        st.warning(job.problem)


def progress_words(job, place):
    """What a person who waits wants to know, in one phrase."""
    if job.state == "waiting":
        return f"Waiting: {number_of(place, 'job')} of other visitors first"
    return f"Running: {job.done / job.total:.0%}" if job.total else "Starting"
