"""Symbols, terms and sources: data for the About page and for help texts."""

from ui.words.stayed import DEEP

SYMBOLS = (
    # symbol (LaTeX), name in code, meaning
    ("N", "n_nodes", "number of nodes"),
    ("p", "p_within", "probability that two nodes of the same class are linked"),
    ("q", "q_across", "probability that two nodes of different classes are linked"),
    (r"\pi_1", "share_1", "share of the nodes in class 1, one half unless said"),
    (r"\mu_1,\ \mu_2", "mean_1, mean_2", "means of the two classes' features"),
    (r"\Delta", "gap", "distance of the means, μ₂ − μ₁"),
    (r"\sigma", "sigma", "standard deviation of a feature within its class"),
    ("m", "midpoint", "middle of μ₁ and μ₂: the threshold that is fixed in advance"),
    ("n", "depth", "number of graph convolutions (layers)"),
    (
        r"n^*,\ n_0",
        "best_depth, return_depth",
        "depth of the lowest error; first depth beyond it whose error is that without convolution again",
    ),
    ("P", "random walk", "D⁻¹A, which replaces a node's feature by the mean of its neighbours'"),
    ("d", "mean_degree", "expected number of neighbours"),
    (
        r"\lambda",
        "edge_correlation",
        "label correlation of a link: 1 if links never leave a class, −1 if all do; the share (1 + λ)/2 of them stays inside",
    ),
    (
        r"\theta",
        "second_eigenvalue",
        "eigenvalue of P that belongs to the classes, where there is one: what a deep layer leaves of their distance",
    ),
    ("g_n", "mean_gap", "distance of the class means at depth n, as a share of Δ"),
    ("v_n", "variance", "variance of a node's feature over feature draws, as a share of σ²"),
    ("S_n", "neighbourhood_noise", "variance of the nodes' own means within a class, in units of (Δ/2)²"),
    (r"\alpha", "alpha", "share of the input kept in every layer (residual, APPNP, GCNII)"),
)

ACCURACY_NAMES = {
    "mean_gap": "mean gap",
    "variance": "variance",
    "neighbourhood_noise": "neighbourhood noise",
    "error_fixed": "error, fixed threshold",
    "error_fitted": "error, fitted threshold",
    "best_fixed": "best linear, fixed threshold",
    "best_fitted": "best linear, fitted threshold",
}

GLOSSARY = (
    ("Graph convolution", "One layer without weights: every node takes the mean of its neighbours' features."),
    ("Mixing", "Nodes of different classes become alike: the means of the two hills move together. It hurts."),
    ("Denoising", "Nodes of the same class become alike: each hill gets narrower. It helps."),
    (
        "Oversmoothing",
        "Mixing outweighs denoising, so that one more layer makes the answer worse. It begins at a shallow depth because "
        "denoising needs nodes not met before, and in a small world they run out after a few hops.",
    ),
    (
        "Neighbourhood noise",
        "Nodes of one class have different neighbours, hence different means after a convolution, whatever their features.",
    ),
    ("Contextual stochastic block model", "A random graph with two communities and one Gaussian feature for each."),
    (
        "Bayes error",
        "The smallest error any rule can have on the given features: half of the overlap of two hills of one shape.",
    ),
    (
        "Paper's formula",
        "The paper's Bayes error with every class taken for one Gaussian: it leaves out neighbourhood noise. “Paper” at its curve.",
    ),
    ("Fixed threshold", "The midpoint of μ₁ and μ₂, chosen before graph and features are seen."),
    (
        "Fitted threshold",
        "The midpoint of the class means after n convolutions of this very graph and these features. It moves with a shift common to all nodes, and so an "
        f"accuracy can stay high at depth {DEEP}: page Training.",
    ),
    (
        "Other threshold",
        "The curve of the threshold that is not chosen, beside the chosen one: fitted beside fixed, fixed beside fitted.",
    ),
    (
        "Best linear found",
        "The lowest error so far of the best weighted sum of layers that theory finds, and of the linear methods drawn beside it, with the "
        "same threshold. It is no bound: another method may be lower.",
    ),
    (
        "Width of a hill",
        "The standard deviation of a class's features: noise that is left, and means that differ from node to node. As a share of σ.",
    ),
    (
        "Across draws, across nodes",
        "Spread over repeated feature draws for one node; spread over the nodes of one draw.",
    ),
    (
        "Detection threshold (Kesten–Stigum)",
        "d λ² = 1: among very many nodes no method can tell the classes apart from the links alone, better than by chance, unless d λ² is above it.",
    ),
    (
        "Bulk",
        "The many eigenvalues of P that belong to nothing but noise. The classes have one outside it where λ²(1 − b) > b, b the chance to walk straight back.",
    ),
)

SOURCES = (
    (
        "Wu, Chen, Wang and Jadbabaie, “A Non-Asymptotic Analysis of Oversmoothing in Graph Neural Networks”, ICLR 2023",
        "https://arxiv.org/abs/2212.10701",
        "the theorems, the bounds and the question; also the first author's blog post “Oversmoothing in GNNs: why does it happen so fast?”",
    ),
    (
        "Rusch, Bronstein and Mishra, “A Survey on Oversmoothing in Graph Neural Networks”, 2023",
        "https://arxiv.org/abs/2303.10993",
        "definitions and remedies",
    ),
    ("Deshpande, Montanari, Mossel and Sen, “Contextual Stochastic Block Models”, NeurIPS 2018", "", "the model"),
    (
        "Li, Han and Wu, “Deeper Insights into Graph Convolutional Networks for Semi-Supervised Learning”, AAAI 2018",
        "",
        "infinite depth",
    ),
    (
        "Oono and Suzuki, “Graph Neural Networks Exponentially Lose Expressive Power for Node Classification”, ICLR 2020",
        "",
        "infinite depth",
    ),
    (
        "Keriven, “Not too little, not too much: a theoretical analysis of graph (over)smoothing”, NeurIPS 2022",
        "",
        "that the best depth is finite",
    ),
    ("Baranwal, Fountoulakis and Jagannath, ICML 2021 and 2022", "", "that some convolutions help"),
    (
        "Gasteiger (Klicpera), Bojchevski and Günnemann, “Predict then Propagate”, ICLR 2019",
        "",
        "APPNP, the residual to the input",
    ),
    ("Chen, Wei, Huang, Ding and Li, “Simple and Deep Graph Convolutional Networks”, ICML 2020", "", "GCNII"),
    ("Wang, Baranwal and Fountoulakis, 2024", "https://arxiv.org/abs/2405.13987", "corrected convolutions"),
    ("Dalle and Thiran, PMLR 269:21, 2025", "", "why one Gaussian a class is not enough"),
    ("Kesten and Stigum, 1966", "", "the detection threshold"),
    ("Batagelj and Brandes, Physical Review E 71, 2005", "", "sampling by geometric gaps"),
)
