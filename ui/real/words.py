"""What the page of real graphs says: pure functions from numbers to sentences."""

import numpy as np

from core.number_of import number_of
from core.real.columns import NONE
from ui.link.complaints import code, named
from ui.link.keys import KEYS
from ui.words.curve import below, course_words
from ui.words.plain import plain
from ui.words.readings import amount, percent, times

NEAR = 1.1
SOURCES = """
These graphs are not part of the app. Put their files into the folder that the setting `SWEETSPOT_DATA` names, and they appear above by name at the next start.

- **Cora**: papers and who cites whom, seven fields (Sen et al. 2008, with the split of Yang et al. 2016; the *Planetoid* data, also in PyTorch Geometric). As
  `cora.edges.csv` (source,target), `cora.labels.csv` (node,label) and, for the words, `cora.features.npz` (arrays indptr, indices, shape, train, test).
- **CiteSeer**: papers again, six fields (the same authors). As three files like Cora's; or the archive of *gnn-benchmark* (Shchur et al. 2018) as it is, as `citeseer.npz`.
- **Political blogs**: blogs before the US election of 2004, left and right (Adamic and Glance 2005; in Mark Newman's collection of network data). The GML file as it is, as
  `polblogs.gml`.

**Formats.** A whole graph: *GML*, *GraphML*, *GEXF* (Gephi), *Pajek* (`.net`, with a `.clu` file of classes), *Matrix Market* (`.mtx`), *JSON* (nodes and links), *npz* (NumPy or SciPy).
Or a table of links, as *CSV* or text with commas, semicolons, tabs or blanks: `source,target`, or two columns of nodes; a node without links stands on a line of its own, as in `7,`.
Beside either of them tables of labels, `node,label` or more columns, and beside tables an npz file of features. Each may be packed as `.gz`. The class may be called anything: it is chosen
above, from all attributes with 2 to 30 values. Pickled objects, and XML with a document type, are never read.
"""


def class_names(graph):
    """What the classes of a real_graphs.Graph are called; a bare number is not a name."""
    return [f"class {name}" if name.isdigit() else name for name in graph.label_names]


def option_words(name, column=None):
    """An attribute as the menu shows it, with its number of values and the first few. column: core.real.columns.Column."""
    if column is None:
        return "none: find communities"
    few = ", ".join(value[:20] for value in column.values[:3]) + (", …" if len(column.values) > 3 else "")
    return f"{name}: {number_of(len(column.values), 'value')} ({few})"


def not_here(study, attribute, community):
    """Sentences on what a link may ask for, and this graph does not have. study: real_data.Study."""
    graph, raw = study.graph(), study.raw
    sentences = []
    if attribute and attribute != NONE and raw.column(attribute) is None:
        have = ", ".join(code(column.name) for column in raw.columns[:6]) or "none"
        used = f"{code(study.by)} is" if study.by != NONE else "communities found in the links are"
        sentences.append(
            f"{named(KEYS['attribute'])} is {code(attribute)}, but the attributes of {plain(graph.name)} that could be the class are {have}: {used} used instead."
        )
    if community > graph.n_classes:
        sentences.append(
            f"{named(KEYS['community'])} is {code(community)}, but {plain(graph.name)} has "
            f"{number_of(graph.n_classes, 'class', 'classes')} here: {code(graph.n_classes)} is used instead."
        )
    return sentences


def summary(graph):
    """Name and size of a graph, and of each of its classes."""
    size = f"**{plain(graph.name)}**: {number_of(graph.n_nodes, 'node')}, {number_of(graph.n_edges, 'link')}."
    if graph.n_classes < 2:
        return size
    counts = zip(class_names(graph), np.bincount(graph.labels[graph.labels >= 0]).tolist(), strict=True)
    sizes = ", ".join(f"{plain(name)} ({count:,})" for name, count in counts)
    unlabelled = int((graph.labels < 0).sum())
    return f"{size} Nodes in each class: {sizes}{f'; in none ({unlabelled:,})' if unlabelled else ''}."


def saturation_depth(variance, floor):
    """First depth from which on the noise of every class stays within a tenth of its floor; None if that is deeper."""
    above = (variance > NEAR * floor).any(axis=1)
    if above[-1]:
        return None
    return int(np.flatnonzero(above)[-1]) + 1 if above.any() else 0


def headline(name, variance, floor, errors, oscillates):
    """The first sentence: where denoising stops, and where the error is lowest. variance (depth+1, C), floor (C,); errors may be None."""
    deepest = variance.shape[0] - 1
    noise = variance.mean(axis=1)
    settled = saturation_depth(variance, floor)
    falls = "takes the noise down to" if below(noise[1], 1.0) else "leaves the noise at"
    first = f"**{plain(name)}**: the first convolution {falls} {percent(noise[1])}"
    if settled is not None:
        stop = f"; from depth {settled} on it stays within a tenth of its floor, {percent(floor.mean())}, and **more depth removes hardly anything**"
    elif oscillates:
        stop = f"; it is still above its floor, at {percent(noise[-1])}, at depth {deepest}, because the walk **oscillates**"
    else:
        stop = f", and {deepest} of them to {percent(noise[-1])}, still {times(noise[-1] / floor.mean())} the floor"
    error = f" The error with a fixed threshold {course_words(errors['fixed'])}." if errors else ""
    return f"{first}{stop}.{error}"


def floor_words(oscillates, route):
    """What the floor of the noise is, below its chart. route: "exact" or "probes" (core.moments.row_norms.RowNorms)."""
    how = (
        "Exact for this graph, from every row of Pⁿ."
        if route == "exact"
        else "Exact to depth 1 or 2 and in the leading directions, estimated from random probes in the rest."
    )
    stops = (
        "where the walk does not oscillate, the variance stops at"
        if oscillates
        else "once the walk has been everywhere there is nobody new to ask, and the variance stops at"
    )
    return f"Each node starts with independent noise of variance 1; a convolution averages it over neighbours; {stops} Σ πⱼ², the sum over a component of squared shares of the degrees. {how}"


def oscillation(walk):
    """Why a bipartite graph never settles, and what cures it."""
    if walk == "convolution":
        return (
            "This graph has a **bipartite** part: every link leads from one side to the other, so after each convolution a node sees the other "
            "side only. P has the eigenvalue −1, its powers oscillate for ever, and noise does not come down to its floor. Choose *self loops* "
            "or *lazy* above: a walker who may stay where it is loses count of odd and even, and the oscillation dies out."
        )
    return "This graph has a **bipartite** part, on which plain convolution oscillates for ever; here a walker may stay where it is, and that cures it."


def gap_words(gap, names, chosen, depth):
    """How far the chosen class's mean is from the others at the marked depth and the last one."""
    last = gap.shape[0] - 1
    other = f"**{plain(names[1 - chosen])}**" if len(names) == 2 else "all other nodes"
    swapped = bool((gap[1:, chosen] < 0).any())
    text = (
        f"**{plain(names[chosen])}** against {other}: {signed(gap[depth, chosen])} of the initial distance at depth {depth}, "
        f"{signed(gap[last, chosen])} at depth {last}."
    )
    if swapped and abs(gap[last, chosen]) > 0.9:
        return f"{text} Below zero the classes have swapped sides: plain convolution does not mix them, it swaps them at every layer."
    return f"{text} Below zero the classes have swapped sides." if swapped else text


def signed(share):
    """A share that may be negative, in per cent."""
    return percent(share) if share >= 0 else f"−{percent(-share)}"


def error_words(errors, n_classes):
    """Best depths of both thresholds, and what becomes of them at the last depth."""
    return (
        f"With the threshold fixed in advance the error {course_words(errors['fixed'])}. Fitted on this graph, it {course_words(errors['fitted'])}. Guessing errs on "
        f"{percent(1 - 1 / n_classes)}."
    )


def accuracy_words(accuracy, given):
    """Best depth of the classifier on the graph's own features."""
    best, last = int(accuracy.test.argmax()), accuracy.test.size - 1
    split = "the split given with the file" if given else "a split drawn with the seed"
    error = np.sqrt(accuracy.test[best] * (1 - accuracy.test[best]) / accuracy.n_test)
    return (
        f"Without convolution {percent(accuracy.test[0])} of the test nodes are told right; the most are at depth **{best}**, {percent(accuracy.test[best])} "
        f"(± {percent(error)}); {percent(accuracy.test[-1])} at depth {last}. "
        f"It learns from {number_of(accuracy.n_train, 'node')} and is tested on {accuracy.n_test:,}, by {split}."
    )


def blocks_words(sizes):
    """Which blocks walk theory is drawn for, and the sizes of the fitted ones where they differ. sizes: of the two."""
    here = "" if sizes[0] == sizes[1] else f"; here they have {sizes[0]:,} and {sizes[1]:,} nodes"
    return f"Walk theory is drawn for two *equal* blocks with this d and λ{here}."


def fit_words(fit, real, rewired, theory, depth):
    """How far the fitted blocks' noise is from the graph's, and how much of that is degrees and how much is all else."""
    depth = max(min(depth, real.size - 1), 1)
    whole, degrees, rest = real[depth] / theory[depth], rewired[depth] / theory[depth], real[depth] / rewired[depth]
    why_degrees = _why(
        degrees,
        "a node with few neighbours averages over few",
        "the neighbours of most nodes are hubs, which average over many",
    )
    why_rest = _why(
        rest,
        "where links close to triangles a walk meets few new nodes",
        "here it lets a walk meet more new nodes than chance would",
    )
    return (
        f"At depth {depth} the noise on this graph is **{times(whole)}** that of the fitted blocks. **Degrees** account for a factor of {amount(float(f'{degrees:.2g}'))}"
        f"{why_degrees} (variance of the degrees over their mean {fit.degree_spread:.2g}; in the model 1). **Local structure**, all that the copy has forgotten, accounts for "
        f"a factor of {amount(float(f'{rest:.2g}'))}{why_rest} ({percent(fit.transitivity)} of the paths of two links are closed; in the model {percent(fit.model_transitivity)})."
    )


def fit_gap_words(real, rewired, theory, depth):
    """The same for the distance of the class means, in absolute values."""
    depth = max(min(depth, real.size - 1), 1)
    sizes = [abs(float(values[depth])) for values in (real, rewired, theory)]
    numbers = f"At depth {depth} the class means are {percent(sizes[0])} of the initial distance apart; on the copy {percent(sizes[1])}, in the fitted blocks {percent(sizes[2])}."
    if sizes[0] > 1.05 * sizes[1] and below(sizes[1], sizes[0]):
        return f"{numbers} What the graph has above its copy comes from where its links lie, which p, q and the degrees do not know."
    return numbers


def weak_theory(n_nodes, mean_degree):
    """Where walk theory itself is weak, so that not all of the distance is the graph's; empty where it is not."""
    reasons = [f"d is {mean_degree:.2g}"] * (mean_degree <= 6) + [f"the graph has {n_nodes:,} nodes"] * (n_nodes < 300)
    return (
        f"Walk theory itself is weak here, because {' and '.join(reasons)}; not all of the distance is the graph's."
        if reasons
        else ""
    )


def _why(factor, more, less):
    return f": {more}" if factor > 1.05 else f": {less}" if factor < 0.95 else ""
