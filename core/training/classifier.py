"""A linear classifier trained on h^(n) of one graph: how it errs there, and on a new graph."""

from dataclasses import dataclass

from core.estimate import Estimate
from core.training.experiment import Plan, experiment
from core.training.reading import FRESH, HELD_OUT, over_seeds


@dataclass(frozen=True)
class TrainedErrors:
    """Errors of classifiers on h^(n) at some depths, Estimates of shape (depths,), each graph with a classifier of its own.

    held_out: on the nodes of the same graph that it did not learn from.  fresh: on all nodes of a new graph of the model.
    """

    depths: tuple[int, ...]
    held_out: Estimate
    fresh: Estimate

    def at(self, depth):
        """(held_out, fresh) at one of the depths, as Estimates of single numbers."""
        place = self.depths.index(depth)
        return tuple(
            Estimate(found.value[place], found.standard_error[place], found.n_graphs)
            for found in (self.held_out, self.fresh)
        )


def trained_errors(model, depths, n_graphs=4, seed=0):
    """Train the classifier on half the nodes of n_graphs graphs at each of these depths, to the optimum of its loss.

    The features are those of core.training.tasks: many columns, of which one direction carries the classes.
    Returns TrainedErrors.
    """
    plan = Plan(
        model=model, networks=("classifier",), depths=tuple(depths), widths=(1,), n_seeds=n_graphs, seed=seed, fewer=()
    )
    *_, (_, _, results) = experiment(plan)
    errors = (over_seeds(1 - results.of(name, "classifier", 1)) for name in (HELD_OUT, FRESH))
    return TrainedErrors(plan.depths, *(Estimate(found.value, found.standard_error, n_graphs) for found in errors))
