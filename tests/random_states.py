"""Random valid states of the app, for tests of the link."""

from core.model import divisible
from ui.link import link


def random_values(rng, page=""):
    """A valid value for every key that this page uses, the extremes of each range included now and then."""
    values = dict(link.DEFAULTS)
    for name, key in link.KEYS.items():
        if key.page not in ("", page):
            continue
        if key.kind == "choice":
            values[name] = str(rng.choice(key.choices))
        elif key.kind == "text":
            values[name] = str(rng.choice(("", "none", "club", "Modularity Class", "été & co = 1")))
        elif key.kind == "set":
            values[name] = tuple(choice for choice in key.choices if rng.random() < 0.3)
        elif rng.random() < 0.2:
            values[name] = key.valid(float(rng.choice([key.low, key.high])))
        elif name.removeprefix("a.") in ("n", "p", "q"):
            values[name] = key.valid(10 ** rng.uniform(*((0.5, 12) if name.endswith("n") else (-9, 0))))
        else:
            values[name] = key.valid(rng.uniform(key.low, key.high))
    if page != "mixing" or rng.random() < 0.5:
        values |= dict.fromkeys(link.PIN_KEYS)
    else:
        values |= link.pin({name: values[f"a.{name}"] for name in link.MODEL_KEYS})
    for before in ("", "a."):
        if values[f"{before}n"] is not None:
            values[f"{before}n"] = divisible(values[f"{before}n"], values[f"{before}c"] or 2)
        if (values[f"{before}c"] or 2) > 2:
            values[f"{before}have"] = link.DEFAULTS[f"{before}have"]
    # The other layouts have no sidebar in which a test could press "Copy link".
    return values | {"depth": min(values["depth"], values["dmax"]), "view": "page"}
