"""Tables of links and labels that others wrote: which column is what, by its name and by its kind."""

import numpy as np
import pytest
from graph_bytes import LABELS, LINKS, npz, refusal

from core.files.graph_files import read_graph
from core.real.graphs import simplify

SQUARE = "source,target\n0,1\n1,2\n2,3\n3,0\n"
TEAMS = "node,team\n0,a\n1,a\n2,b\n3,b\n"


def read(*texts):
    """The RawGraph of texts: the first called links.csv, the others labels.csv, labels (2).csv, ... unless named (name, text)."""
    named = [
        text if isinstance(text, tuple) else (f"{'labels' if k else 'links'}{k}.csv", text)
        for k, text in enumerate(texts)
    ]
    return read_graph({name: text if isinstance(text, bytes) else text.encode() for name, text in named})


def links_of(raw):
    """The links by the names of the nodes."""
    return {tuple(sorted((raw.nodes[a], raw.nodes[b]))) for a, b in raw.ends.tolist()}


# Every way to write the same four links among the nodes 0 to 3.
WAYS = {
    "commas": SQUARE,
    "id_1 and id_2": SQUARE.replace("source,target", "id_1,id_2"),
    "u and v above numbers": SQUARE.replace("source,target", "u,v"),
    "no heading": SQUARE.split("\n", 1)[1],
    "a number for each link": "id,source,target\n0,0,1\n1,1,2\n2,2,3\n3,3,0\n",
    "an index without a name": ",source,target\n0,0,1\n1,1,2\n2,2,3\n3,3,0\n",
    "target first": "target,source\n1,0\n2,1\n3,2\n0,3\n",
    "a date first": "date,citing,cited\n2001-01-01,0,1\n2001-01-02,1,2\n2001-01-03,2,3\n2001-01-04,3,0\n",
    "names that nobody knows": "day,who,whom\nMon,0,1\nTue,1,2\nWed,2,3\nThu,3,0\n",
    "blanks": "0 1\n1 2\n2  3\n 3 0\n",
    "tabs, comments of SNAP": "# Nodes: 4\n# FromNodeId\tToNodeId\n0\t1\n1\t2\n2\t3\n3\t0\n",
    "comments of KONECT": "% sym unweighted\n0 1\n1 2\n2 3\n3 0\n",
    "what networkx writes": "0 1 {'weight': 4}\n1 2 {'weight': 3, 'day': 'Mon'}\n2 3 {}\n3 0 {}\n",
    "semicolons and decimal commas": "source;target;weight\n0;1;0,5\n1;2;1,5\n2;3;2,5\n3;0;1,0\n",
    "sep of Excel": "sep=;\nsource;target\n0;1\n1;2\n2;3\n3;0\n",
    "bars": "source|target\n0|1\n1|2\n2|3\n3|0\n",
    "Gephi": "Source,Target,Type,Id,Weight\n0,1,Undirected,0,1.0\n1,2,Undirected,1,1.0\n2,3,Undirected,2,1\n3,0,Undirected,3,1\n",
    "numbers of pandas": "source,target\n0.0,1.0\n1.0,2.0\n2.0,3.0\n3.0,0.0\n",
    "quotation marks": 'source,target\n"0","1"\n"1","2"\n"2","3"\n"3","0"\n',
    "carriage returns": SQUARE.replace("\n", "\r\n"),
    "UTF-16": SQUARE.encode("utf-16"),
    "byte order mark": SQUARE.encode("utf-8-sig"),
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_links_are_found_however_they_are_written(text):
    for name in ("links.csv", "g.txt", "g.tsv", "g.edgelist"):
        raw = read((name, text), TEAMS)
        assert raw.nodes == ("0", "1", "2", "3")
        assert links_of(raw) == {("0", "1"), ("1", "2"), ("2", "3"), ("0", "3")}
        assert raw.classes == ("a", "a", "b", "b")


def test_a_first_line_is_a_heading_only_if_it_cannot_be_a_link():
    assert read("u,v\nv,w\nw,u\n").nodes == ("u", "v", "w")
    assert read("u,v\n1,2\n2,3\n").nodes == ("1", "2", "3")
    assert read("source,target\nu,v\nv,w\n").nodes == ("u", "v", "w")
    # A node that is called source.
    assert read("source,target\nsource,v\nv,target\n").nodes == ("source", "target", "v")


def test_a_comment_begins_with_a_blank_behind_its_mark_and_a_node_may_be_called_hash_ai():
    raw = read("source,target\n#ai,#ml\n# a comment\n#ml,x\n", "node,team\n#ai,a\n#ml,b\nx,b\n")
    assert links_of(raw) == {("#ai", "#ml"), ("#ml", "x")}
    assert raw.classes == ("a", "b", "b")


def test_the_two_files_of_the_twitch_graphs_are_read_by_their_new_numbers():
    rows = ("7001,577,True,775,False,2", "7002,861,False,2,False,0", "7003,1135,True,9,False,1", "7004,3,True,9,True,3")
    target = "\n".join(("id,days,mature,views,partner,new_id", *rows, ""))
    raw = read(("edges.csv", SQUARE.replace("source,target", "from,to")), ("target.csv", target))
    assert raw.nodes == ("0", "1", "2", "3")
    assert raw.likely == "mature" and raw.classes == ("False", "True", "True", "True")
    assert [column.name for column in raw.columns] == ["mature", "partner"]


def test_names_of_books_are_not_their_ideology():
    names = [f"Book {k}" for k in range(12)]
    nodes = "Id,Label,political_ideology\n" + "".join(
        f"{k},{names[k]},{['left', 'right', 'centre'][k % 3]}\n" for k in range(12)
    )
    links = "Source,Target\n" + "".join(f"{k},{(k + 1) % 12}\n" for k in range(12))
    raw = read(("edges.csv", links), ("nodes.csv", nodes))
    assert raw.likely == "political_ideology" and len(raw.column("political_ideology").values) == 3
    assert raw.nodes == tuple(map(str, range(12)))


def test_a_node_of_the_labels_alone_is_added_and_a_node_without_a_label_stays():
    raw = read(SQUARE, "node,team\n0,a\n1,a\n2,b\n99,b\n")
    graph = simplify(raw)
    assert raw.nodes == ("0", "1", "2", "3", "99")
    assert graph.labels.tolist() == [0, 0, 1, -1, 1] and graph.degrees.tolist() == [2, 2, 2, 2, 0]
    assert any("Only in labels1.csv, and in no link: 1 node." in note for note in graph.notes)
    assert any("1 node of 5 without a class" in note for note in graph.notes)


def test_links_alone_are_a_graph_whose_communities_are_its_classes():
    graph = simplify(read("0,1\n1,2\n2,0\n2,3\n3,4\n4,5\n5,3\n"))
    assert (graph.n_nodes, graph.n_edges, graph.n_classes) == (6, 7, 2)
    assert graph.notes[0] == "The nodes have no attributes." and "found in the links" in graph.notes[1]


def test_several_tables_of_labels_give_all_their_columns():
    raw = read(SQUARE, TEAMS, "node,sex,team\n0,m,x\n1,f,x\n2,m,y\n3,f,y\n")
    assert {column.name for column in raw.columns} == {"team", "sex", "team (2)"}
    assert raw.likely == "team"


def test_a_table_of_labels_goes_with_any_graph():
    gml = b"graph [ node [ id 0 ] node [ id 1 ] node [ id 2 ] node [ id 3 ] edge [ source 0 target 1 ] edge [ source 2 target 3 ] ]"
    assert read(("g.gml", gml), ("g.csv", TEAMS)).classes == ("a", "a", "b", "b")


def test_rows_without_a_name_for_the_node_are_in_the_order_of_the_nodes():
    raw = read(SQUARE, "name,team\nBeak,a\nFin,a\nTail,b\nNose,b\n")
    assert raw.column("team").texts == ("a", "a", "b", "b")
    assert any("taken in their order, from node 0" in note for note in raw.notes)


def test_a_row_that_repeats_a_node_with_other_columns_is_counted_and_left_out():
    raw = read(SQUARE, "node,team,day\n0,a,1\n1,a,1\n2,b,2\n2,b,3\n3,b,1\n")
    assert raw.classes == ("a", "a", "b", "b")
    assert any("not used: 1." in note for note in raw.notes)


def test_columns_that_are_not_used_are_named():
    raw = read("source,target,weight,since\n0,1,2,x\n1,2,3,y\n", "node,team\n0,a\n1,a\n2,b\n")
    assert "Columns of the links that are not used: 'weight', 'since'." in raw.notes


def test_refusals_name_the_columns_that_were_seen():
    assert "columns seen: 'id', 'colour', 'age'" in refusal({"a.csv": b"id,colour,age\n1,red,3\n2,blue,4\n3,red,5\n"})
    words = refusal({"a.csv": LINKS, "b.csv": LINKS})
    assert "('source', 'target')" in words and "holds the labels?" in words
    assert "no column holds the nodes" in refusal({"a.csv": LINKS, "b.csv": b"name,team\nx,a\ny,b\n"})


def test_a_bomb_of_ragged_rows_takes_no_room():
    wide = ",".join("ab" * 200)
    assert refusal({"a.csv": (wide + "\n" + "a\n" * 200_000).encode()})
    assert "more than 1,000 columns" in refusal({"a.csv": ("a," * 1_000_000 + "b\n").encode()})


def test_a_graph_is_called_after_its_whole_name():
    assert read(("email.Eu.core.txt", SQUARE)).name == "email.Eu.core"
    assert read(("musae_DE_edges.csv", SQUARE), ("musae_DE_target.csv", TEAMS)).name == "musae_DE"
    assert read(("links.csv", SQUARE), ("labels.csv", TEAMS)).name == "links"


def test_features_go_with_tables_whatever_their_order():
    features = npz(features=np.arange(8.0).reshape(4, 2), train=np.array([0, 2]), test=np.array([1, 3]))
    raw = read_graph({"f.npz": features, "labels.csv": LABELS, "links.csv": LINKS.replace(b"0,1\n1,2", b"2,1\n1,0")})
    assert raw.nodes == ("0", "1", "2", "3") and raw.features.toarray()[3].tolist() == [6, 7]
    assert raw.split.test.tolist() == [1, 3]
