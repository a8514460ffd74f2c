"""What is true of a scene, computed from the engine: the answers to its question, and the numbers in its explanation."""

import numpy as np

from core.lowest import first_lowest
from ui.lessons import beliefs
from ui.lessons.setting import CLOSE, LEVEL, TELEPORT, Rule
from ui.words.readings import amount, percent, share

KEPT, GONE = 0.9, 0.05  # of the distance of the means: nearly all, hardly anything
SMALL, LARGE = 0.05, 0.3  # between them the error of a prediction is neither


def _comparison(name, meaning, pair, outcomes):
    """The Rule whose answer is how two numbers compare. pair(now, before): both; outcomes: smaller, about equal, larger."""

    def find(now, before):
        first, second = pair(now, before)
        return 1 if abs(first - second) <= CLOSE * max(first, second) else 0 if first < second else 2

    return Rule(name, meaning, find, outcomes)


def _first_error_size(now, before):
    return int(np.searchsorted([SMALL, LARGE], now.error[0]))


def _first_gap(now, before):
    left = abs(now.prediction.mean_gap[1])
    return 0 if left >= KEPT else 1 if left > GONE else 2


def _turns(now, before):
    return int(np.searchsorted([1.5, 3.5], now.turns))


def _losses(now, before):
    gap = np.abs(now.prediction.mean_gap)
    return gap[-1] / gap[now.best], now.width[-1] / now.width[now.best]


def _best_depth_moves(now, before):
    step = now.best - before.best
    return 0 if step >= 2 else 2 if step <= -2 else 1


def _sides(now, before):
    signs = np.sign(now.prediction.mean_gap)
    changes = int(np.count_nonzero(signs[1:] * signs[:-1] < 0))
    return 2 if changes == now.depth else 0 if changes == 0 else 1


def _end(now, before):
    if now.error[-1] <= LEVEL * now.error[now.best]:
        return 0
    return 1 if now.error[-1] < (1 - CLOSE) * now.error[0] else 2


RULES = {
    rule.name: rule
    for rule in (
        Rule("best_depth", "the depth with the lowest error", lambda now, before: now.best),
        Rule(
            "first_error_size",
            "the error without any convolution",
            _first_error_size,
            (f"below {100 * SMALL:g} %", f"{100 * SMALL:g} to {100 * LARGE:g} %", f"above {100 * LARGE:g} %"),
        ),
        _comparison(
            "first_step",
            "the error after one convolution against none",
            lambda now, before: (now.error[1], now.error[0]),
            ("smaller", "the same", "larger"),
        ),
        Rule(
            "first_gap",
            "how much of the distance of the means the first layer leaves",
            _first_gap,
            (f"{100 * KEPT:g} % or more", f"{100 * GONE:g} to {100 * KEPT:g} %", f"{100 * GONE:g} % or less"),
        ),
        Rule(
            "turns",
            "how often the error turns between falling and rising, by 2 % or more each way",
            _turns,
            ("once at most", "two or three times", "four times or more"),
        ),
        _comparison(
            "faster_loss",
            "what shrinks by the larger factor between the best depth and the deepest",
            _losses,
            ("distance of the means", "both alike", "width of the hills"),
        ),
        Rule(
            "best_depth_moves",
            "the best depth against the one with the parameters of [scene.before]",
            _best_depth_moves,
            ("deeper by two or more", "the same or one off", "shallower by two or more"),
        ),
        _comparison(
            "lowest_error_moves",
            "the lowest error against the one with the parameters of [scene.before]",
            lambda now, before: (now.error.min(), before.error.min()),
            ("lower", "the same", "higher"),
        ),
        Rule("sides", "how often the classes swap sides", _sides, ("never", "now and then", "at every layer")),
        Rule(
            "end_of_curve",
            "the error at the deepest layer against the lowest and the first",
            _end,
            ("stays near the lowest", "rises, but below depth 0", "as bad as depth 0 or worse"),
        ),
        _comparison(
            "residual_wins",
            "the lowest error with a residual connection against plain convolution",
            lambda now, before: (now.residual.min(), now.error.min()),
            ("residual", "equal", "plain"),
        ),
        _comparison(
            "best_possible_end",
            "the best linear found at the deepest layer against the same at plain convolution's best depth",
            lambda now, before: (now.possible[-1], now.possible[now.best]),
            ("lower still", "the same", "it has risen"),
        ),
        *beliefs.RULES,
    )
}

# What a share of the nodes with a feature leaves no sense to, or no measurement.
OF_EVERY_NODE = ("gap_", "width_", "mixing_", "residual", "before_residual", "possible", "when_fitted")

FACTS = {
    "best_depth": lambda now, before: str(now.best),
    "lowest_error": lambda now, before: percent(now.error[now.best]),
    "first_error": lambda now, before: percent(now.error[0]),
    "second_error": lambda now, before: percent(now.error[1]),
    "third_error": lambda now, before: percent(now.error[min(2, now.depth)]),
    "fourth_error": lambda now, before: percent(now.error[min(3, now.depth)]),
    "last_error": lambda now, before: percent(now.error[-1]),
    "last_error_fixed": lambda now, before: percent(now.prediction.error_fixed[-1]),
    "deepest": lambda now, before: str(now.depth),
    "nodes": lambda now, before: f"{now.model.n_nodes:,}",
    "classes": lambda now, before: str(now.model.n_classes),
    "chance": lambda now, before: percent(1 - 1 / now.model.n_classes),
    "own_share": lambda now, before: now.own_share,
    "neighbours": lambda now, before: amount(now.model.mean_degree),
    "with_feature": lambda now, before: share(now.model.known),
    "features_heard": lambda now, before: amount(now.model.mean_degree * now.model.known),
    "gap_after_one": lambda now, before: share(abs(now.prediction.mean_gap[1])),
    "gap_at_best": lambda now, before: share(abs(now.prediction.mean_gap[now.best])),
    "gap_at_end": lambda now, before: share(abs(now.prediction.mean_gap[-1])),
    "width_at_best": lambda now, before: share(now.width[now.best]),
    "width_at_end": lambda now, before: share(now.width[-1]),
    "turned": lambda now, before: "no depth shown" if now.turned is None else f"depth {now.turned}",
    "mixing_from": lambda now, before: now.mixing_from,
    "mixing_shows": lambda now, before: now.mixing_shows,
    "before_best_depth": lambda now, before: str(before.best),
    "before_lowest_error": lambda now, before: percent(before.error[before.best]),
    "before_nodes": lambda now, before: f"{before.model.n_nodes:,}",
    "before_neighbours": lambda now, before: amount(before.model.mean_degree),
    "hops": lambda now, before: now.hops,
    "before_hops": lambda now, before: before.hops,
    "when_fitted": lambda now, before: now.when_fitted,
    "residual_share": lambda now, before: f"{TELEPORT:.0%}".replace("%", " %"),
    "residual_lowest": lambda now, before: percent(now.residual.min()),
    "residual_depth": lambda now, before: str(first_lowest(now.residual)),
    "before_residual_lowest": lambda now, before: percent(before.residual.min()),
    "possible_at_best": lambda now, before: percent(now.possible[now.best]),
    "possible_at_end": lambda now, before: percent(now.possible[-1]),
    **beliefs.FACTS,
}
