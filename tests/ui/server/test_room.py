"""Room for visitors' own graphs: large ones for each, not for all at once."""

import pytest

from ui.real import data
from ui.server.room import ROOM, Room

FILES = [("a.csv", b"source,target\n0,1\n1,2\n2,3\n"), ("b.csv", b"node,label\n0,a\n1,a\n2,b\n3,b\n")]


def test_all_visitors_together_have_so_much_room_and_not_more():
    room = Room(10)
    room.take("a", 6)
    room.take("b", 4)
    with pytest.raises(ValueError, match="has 1 links, and the files of other visitors leave room for 0 of 10"):
        room.take("c", 1)


def test_a_new_graph_takes_the_place_of_the_one_before():
    room = Room(10)
    for links in (10, 3, 10):
        room.take("a", links)
    with pytest.raises(ValueError, match="has 11 links"):
        room.take("a", 11)


def test_who_gives_a_graph_up_gives_back_its_room():
    room = Room(10)
    room.take("a", 10)
    room.leave("a")
    room.leave("nobody")
    room.take("b", 10)


def test_who_has_left_takes_no_room():
    here = {"a", "b"}
    room = Room(10, here.__contains__)
    room.take("a", 10)
    with pytest.raises(ValueError, match="room for 0 of 10"):
        room.take("b", 5)
    here.remove("a")
    room.take("b", 5)


def test_an_uploaded_graph_asks_for_room(monkeypatch):
    monkeypatch.setattr(data, "ROOM", Room(2))
    with pytest.raises(ValueError, match="has 3 links"):
        data.read_uploads(FILES, "a")
    monkeypatch.setattr(data, "ROOM", ROOM)
    first = data.read_uploads(FILES, "a")
    assert len(first[1].ends) == 3
    assert data.read_uploads(FILES, "a", first)[1] is first[1]
    assert data.read_uploads(FILES[::-1], "a", first)[1] is not first[1]
