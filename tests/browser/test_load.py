"""A small class and a small vandal: everybody is answered, nobody sees an exception, nothing is left behind."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.load import classes, faults
from benchmarks.load.__main__ import own_server, sessions_left
from benchmarks.load.visitor import Visitor, run

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all


@pytest.fixture(scope="module")
def server():
    with own_server() as started:
        yield started


def report_of(scene, server, sessions=10, seconds=10):
    """A scene's Report, after what holds of every scene: all were answered, and nobody is left."""

    async def both():
        return await scene(server, sessions, seconds), await sessions_left(server)

    report, left = run(both())
    assert not report.failures
    assert report.missing == 0
    assert left == 0
    return report


def test_ten_visitors_who_explore_alone_all_get_their_theory_and_their_dots(server):
    report = report_of(classes.all_differ, server)
    assert len(report.seconds["opened"]) == 10
    assert len(report.seconds["changed: theory"]) == 20
    assert len(report.seconds["changed: dots"]) >= 10, "at least the last change of each"


def test_those_who_cannot_keep_up_with_reading_get_their_last_answer_and_hold_up_nobody(server):
    report = report_of(faults.slow_readers, server)
    assert len(report.seconds["changed: theory"]) == 4


def test_a_lost_connection_comes_back_to_the_same_model(server):
    report = report_of(faults.dropped, server, seconds=40)
    assert len(report.seconds["back"]) == 4


def test_bad_files_are_answered_without_an_exception_and_without_growth(server):
    assert report_of(faults.bad_uploads, server, 1).growth < 60


def test_bad_links_are_answered_without_an_exception_and_without_growth(server):
    assert report_of(faults.bad_links, server, 1).growth < 60


def test_a_visitor_notes_an_exception_on_a_page():
    visitor, message = Visitor("http://127.0.0.1"), ForwardMsg()
    message.delta.new_element.exception.message = "no such luck"
    visitor.receive(message)
    assert visitor.failures == ["no such luck"]
