"""The lecturer's part of a room on the page *Lesson*: who holds it, what the board is given, what is taken home afterwards."""

import streamlit as st

from ui.frame import qr
from ui.rooms import board, results
from ui.rooms.room import Refused
from ui.rooms.rooms import store
from ui.rooms.scene import lesson_of, rounds_of
from ui.session import state

ROOM = "room"  # the kept word, and the key of the lecturer's own link: code and secret with a dot between them
REFUSED = "room_refused"  # kept once a room was refused: what the tab remembers then does not take the sentence away


def begin(lesson):
    """Make a room for a lesson and hold it."""
    try:
        room, secret = store().create(lesson)
    except Refused as problem:
        state.post_notice([str(problem)])
    else:
        state.keep(ROOM, f"{room.code}.{secret}")


def held():
    """(Room, secret) of the room that this session drives, or None. One that has ended is let go with a word, in a new run."""
    code, _, secret = (state.kept(ROOM) or "").partition(".")
    if not secret:
        return None
    try:
        return store().check(code, secret), secret
    except Refused as problem:
        state.keep(ROOM, None)
        state.keep(REFUSED, True)
        state.post_notice([str(problem)])
        st.rerun()  # the notice stands above the page, and is drawn before it


def drive(room, secret, **change):
    """Change the room from the page itself, as its own buttons do."""
    try:
        store().drive(room.code, secret, len(lesson_of(room).scenes), **change)
    except Refused as problem:
        state.post_notice([str(problem)])


def revealed(room, step):
    """Whether this scene is the one whose answer the room has been shown."""
    return room.step == step and room.phase == "revealed"


def show(mine, base, step, end, on_step, on_turned):
    """Draw the board of a room, and its results to take home. mine: as `held`, or None, where only a reload is caught up with.

    base: address of the app with a slash at its end.  step: the scene that the page shows, one beyond the last at the end.
    end: what that is called.  The callbacks get the scene: on_step where the room has gone there, on_turned where its answer
    was shown or is hidden again.
    """
    if mine is None:
        if state.kept(REFUSED):
            return
        board.show(None, None, None, None, lambda word: state.keep(ROOM, word))
        return
    room, secret = mine
    address = f"{base}class/{room.code}"
    data = {
        "code": room.code,
        "secret": secret,
        "address": address,
        "lecturer": f"{base}lesson?lesson={room.lesson}&room={room.code}.{secret}",
        "qr": qr.drawing(address),
        "step": step,
        "end": end,
        "round": room.round,
        "revealed": revealed(room, step),
    }
    board.show(data, on_step, on_turned, _let_go, None)
    with st.container(key="room_results", horizontal=True):
        st.download_button(
            "Results (CSV)",
            lambda: results.as_csv(room.code),
            f"room-{room.code}.csv",
            "text/csv",
            key="room_csv",
            on_click="ignore",
        )
        st.download_button(
            "Results to print",
            lambda: results.as_page(room.code),
            f"room-{room.code}.html",
            "text/html",
            key="room_page",
            on_click="ignore",
        )


def _let_go(_):
    """The room has ended: said once, also where both its answer and its news tell of it."""
    if state.kept(ROOM):
        state.keep(ROOM, None)
        state.post_notice(["The room has ended, and everything about it is deleted."])


def rounds(room, step):
    """What a class guessed at a scene's marked depth: counts by depth, one list a round."""
    return rounds_of(room, lesson_of(room).scenes[step - 1], step, store().tally(room.code))
