"""Ten lines that write a file of layers, for the usual libraries; docs/layers.md has the same."""

SNIPPETS = {
    "PyTorch Geometric": """\
import numpy as np, torch

layers, keep = [data.x], lambda module, given, made: layers.append(made)
hooks = [layer.register_forward_hook(keep) for layer in model.convs]
model.eval()
with torch.no_grad():
    logits = model(data.x, data.edge_index)
for hook in hooks:
    hook.remove()
np.savez_compressed(
    "layers.npz",
    **{f"h{n}": h.cpu().numpy() for n, h in enumerate(layers)},
    logits=logits.cpu().numpy(),
    edges=data.edge_index.cpu().numpy(),
    labels=data.y.cpu().numpy(),
    train=data.train_mask.cpu().numpy(),
    test=data.test_mask.cpu().numpy(),
)
""",
    "DGL": """\
import numpy as np, torch

with torch.no_grad():
    layers = [graph.ndata["feat"], *model(graph, graph.ndata["feat"], return_layers=True)]
np.savez_compressed(
    "layers.npz",
    **{f"h{n}": h.cpu().numpy() for n, h in enumerate(layers)},
    edges=torch.stack(graph.edges()).cpu().numpy(),
    labels=graph.ndata["label"].cpu().numpy(),
    train=graph.ndata["train_mask"].cpu().numpy(),
    test=graph.ndata["test_mask"].cpu().numpy(),
)
""",
    "numpy": """\
import numpy as np

layers = [features]
for weight in weights:
    layers.append(np.maximum(adjacency_normalised @ layers[-1] @ weight, 0))
np.savez_compressed("layers.npz", **{f"h{n}": h for n, h in enumerate(layers)}, edges=edges, labels=labels)
""",
}
