"""Files that are no graph, or too much of one, drawn at random from the ways in which files go wrong."""

import io
import zipfile

import numpy as np

ENDINGS = ("gml", "graphml", "csv", "npz")
_GML = (
    "graph [\n" + "".join(f'node [ id {k} value "{k % 2}" ]\n' for k in range(30)) + "edge [ source 0 target 1 ]\n]\n"
)
_GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected"><node id="a"/></graph></graphml>'


def bad_file(draw):
    """(name, content) of one bad file. draw: random.Random."""
    make = draw.choice(_WAYS)
    return make(draw)


def _noise(draw):
    return f"noise.{draw.choice(ENDINGS)}", draw.randbytes(draw.choice((0, 1, 100, 10_000)))


def _cut(draw):
    ending, text = draw.choice((("gml", _GML), ("graphml", _GRAPHML), ("csv", "source,target\n0,1\n1,2\n")))
    return f"cut.{ending}", text.encode()[: draw.randrange(len(text))]


def _scrambled(draw):
    text = bytearray(_GML.encode())
    for _ in range(draw.randint(1, 40)):
        text[draw.randrange(len(text))] = draw.randrange(256)
    return "scrambled.gml", bytes(text)


def _wrong_ending(draw):
    return f"graph.{draw.choice(('csv', 'npz', 'graphml'))}", _GML.encode()


def _deep(draw):
    return "deep.gml", b"graph [ " * draw.choice((100, 10_000, 200_000))


def _entities(draw):
    """A short text that would grow a billionfold if entities were replaced."""
    lines = [f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10)]
    return "grows.graphml", f'<!DOCTYPE g [<!ENTITY a0 "ha">{"".join(lines)}]><graphml>&a9;</graphml>'.encode()


def _zip_bomb(draw):
    """Zeros that would fill the memory when unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("adjacency.npy", b"\0" * draw.choice((10**6, 10**8)))
    return "bomb.npz", packed.getvalue()


def _arrays(draw):
    packed = io.BytesIO()
    shape = draw.choice(((0,), (3,), (2, 3), (4, 4)))
    values = draw.choice((np.nan, -1, 1e300, "text"))
    np.savez_compressed(packed, **{draw.choice(("adjacency", "labels", "data", "x")): np.full(shape, values)})
    return "arrays.npz", packed.getvalue()


def _objects(draw):
    """Arrays that could run code when read."""
    packed = io.BytesIO()
    np.savez(packed, adjacency=np.array([{"a": 1}, None], dtype=object))
    return "objects.npz", packed.getvalue()


def _numbers(draw):
    worst = draw.choice(("-1", "1e9", "99999999999999999999", "nan", "0.5", "", '"', "٣", "=1+1"))
    return "numbers.gml", _GML.replace("source 0", f"source {worst}").encode()


def _wide(draw):
    return "wide.csv", ("source,target" + ",x" * draw.choice((10, 100_000)) + "\n").encode()


def _large(draw):
    """More than the app reads."""
    return f"large.{draw.choice(ENDINGS)}", b"0,1\n" * 1_500_000


_WAYS = (
    *(_noise, _cut, _scrambled, _wrong_ending, _deep, _entities, _arrays, _objects, _numbers, _wide),
    *(_zip_bomb, _large),
)
