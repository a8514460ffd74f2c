"""The lines of docs/layers.md that write a file, run by the libraries they are for: skipped where those are not installed."""

from pathlib import Path

import numpy as np
import pytest

from core.layers import measure, read, sentence, verdict
from core.model import CSBM
from core.sampling import block_labels, sample_graph

ROOT = Path(__file__).resolve().parents[3]
MODEL = CSBM(400, 0.06, 0.02, -0.5, 0.5, 1.0)
N, COLUMNS = MODEL.n_nodes, 8
ADJACENCY = sample_graph(np.random.default_rng(0), MODEL)
EDGES = np.array(ADJACENCY.nonzero())
LABELS = (block_labels(MODEL) > 0).astype(int)
FEATURES = np.random.default_rng(1).standard_normal((N, COLUMNS)) + 0.3 * (2 * LABELS[:, None] - 1)
TRAIN = np.random.default_rng(2).random(N) < 0.5


def written(library, place, **given):
    """Run the document's lines for a library with these names given; the Network of the file that they write."""
    text = (ROOT / "docs" / "layers.md").read_text()
    lines = text.split(f"\n{library}")[1].split("```python")[1].split("```")[0]
    exec(lines.replace('"layers.npz"', repr(str(place / "layers.npz"))), given)
    return read(place / "layers.npz")


def test_the_numpy_lines_write_a_file_that_is_read(tmp_path):
    walk = ADJACENCY.toarray() / np.maximum(ADJACENCY.toarray().sum(axis=1, keepdims=True), 1)
    weights = [np.random.default_rng(3).standard_normal(shape) for shape in ((COLUMNS, 4), (4, 4))]
    found = written(
        "Plain numpy",
        tmp_path,
        features=FEATURES,
        weights=weights,
        adjacency_normalised=walk,
        edges=EDGES,
        labels=LABELS,
    )
    assert found.depth == 2 and (found.adjacency != ADJACENCY).nnz == 0


def test_the_lines_for_pytorch_geometric_write_what_its_own_gcn_made(tmp_path):
    torch = pytest.importorskip(
        "torch", reason="PyTorch is not installed: the lines for PyTorch Geometric were not run"
    )
    reason = "PyTorch Geometric is not installed: its lines were not run"
    nn = pytest.importorskip("torch_geometric.nn", reason=reason)
    from torch_geometric.data import Data

    torch.manual_seed(0)
    data = Data(x=torch.tensor(FEATURES).float(), edge_index=torch.tensor(EDGES), y=torch.tensor(LABELS))
    data.train_mask, data.test_mask = torch.tensor(TRAIN), torch.tensor(~TRAIN)
    model = nn.GCN(COLUMNS, 16, num_layers=3, out_channels=2, dropout=0.5)
    learn(torch, model, lambda: model(data.x, data.edge_index))
    found = written("PyTorch Geometric", tmp_path, model=model, data=data)
    model.eval()
    with torch.no_grad():
        logits = model(data.x, data.edge_index).numpy()
    np.testing.assert_array_equal(found.hidden[0], data.x.numpy())
    # The last convolution is the answer, and hooks saw each convolution once.
    np.testing.assert_allclose(found.hidden[3], logits, atol=1e-6)
    assert [layer.shape for layer in found.hidden] == [(N, COLUMNS), (N, 16), (N, 16), (N, 2)]
    assert_judged(found, logits)


def test_the_lines_for_dgl_write_what_a_model_that_returns_its_layers_made(tmp_path):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: the lines for DGL were not run")
    try:
        import dgl
    # Its releases load with some releases of PyTorch only: FileNotFoundError is what it says beside another.
    except (ImportError, OSError) as problem:
        pytest.skip(f"DGL is not installed, or not for this PyTorch: its lines were not run ({type(problem).__name__})")

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            widths = (COLUMNS, 16, 2)
            self.convs = torch.nn.ModuleList(map(dgl.nn.GraphConv, widths, widths[1:]))

        def forward(self, graph, h, return_layers=False):
            made = [h := conv(graph, torch.relu(h) if place else h) for place, conv in enumerate(self.convs)]
            return made if return_layers else made[-1]

    torch.manual_seed(0)
    graph = dgl.graph(tuple(map(torch.tensor, EDGES)), num_nodes=N)
    graph.ndata.update(feat=torch.tensor(FEATURES).float(), label=torch.tensor(LABELS))
    graph.ndata.update(train_mask=torch.tensor(TRAIN), test_mask=torch.tensor(~TRAIN))
    graph, model = dgl.add_self_loop(graph), Net()
    learn(torch, model, lambda: model(graph, graph.ndata["feat"]))
    found = written("DGL", tmp_path, model=model, graph=graph)
    assert [layer.shape for layer in found.hidden] == [(N, COLUMNS), (N, 16), (N, 2)]
    assert (found.adjacency != ADJACENCY).nnz == 0 and (found.train == TRAIN).all()


def learn(torch, model, answers):
    """Sixty epochs on the training nodes."""
    optimiser, labels, train = torch.optim.Adam(model.parameters(), lr=0.01), torch.tensor(LABELS), torch.tensor(TRAIN)
    for _ in range(60):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(answers()[train], labels[train]).backward()
        optimiser.step()


def assert_judged(found, logits):
    """Its graph, classes and masks are those given, and it is measured and judged."""
    assert (found.adjacency != ADJACENCY).nnz == 0
    assert (found.labels == LABELS).all() and (found.train == TRAIN).all() and (found.test == ~TRAIN).all()
    measures = measure(found)
    assert measures.own_test.value == (logits.argmax(axis=1) == LABELS)[~TRAIN].mean()
    said = verdict(found, measures)
    assert said.kind == "denoising" and "The network itself gets" in sentence(found, measures, said)
