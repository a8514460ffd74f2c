"""What a class thought, in one sentence beside the truth."""


def depths_sentence(tally, truth):
    """Guessed depths {depth: how many} against the true one: who was right, and which way most of the others erred."""
    total = sum(tally.values())
    if not total:
        return f"Nobody has answered; it is {truth}."
    right = tally.get(truth, 0)
    deeper = sum(count for depth, count in tally.items() if depth > truth)
    shallower = total - right - deeper
    if right == total:
        return f"{_of(right, total)} said depth {truth}, and so it is."
    many, side = (deeper, "deeper") if deeper >= shallower else (shallower, "shallower")
    bound = min(depth for depth in tally if depth > truth) if side == "deeper" else max(d for d in tally if d < truth)
    edge = f"depth {bound} or {'more' if side == 'deeper' else 'less'}"
    said = f"{_of(many, total)} said {edge}; it is {truth}"
    return f"{said}, as {right} said." if right else f"{said}."


def choices_sentence(tally, truth, choices):
    """Choices {place: how many} against the true one: what most said, and what is so."""
    total = sum(tally.values())
    if not total:
        return f"Nobody has answered; it is: {choices[truth]}."
    right = tally.get(truth, 0)
    if right == total:
        return f"{_of(right, total)} said “{choices[truth]}”, and so it is."
    most = max(tally.values())
    favourites = [place for place in sorted(tally) if tally[place] == most]
    if truth in favourites:
        return f"{_of(right, total)} said “{choices[truth]}”, and so it is."
    return f"{_of(most, total)} said “{choices[favourites[0]]}”; it is “{choices[truth]}”, as {right or 'nobody'} said."


def _of(count, total):
    return f"All {total}" if count == total and total > 1 else f"{count} of {total}"
