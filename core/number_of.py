"""A count and what is counted, in words."""


def number_of(count, thing, things=None):
    """ "1 node", "2,000 nodes", "0 nodes".

    count: a whole number, or any number as it is shown.  things: the plural where it is more than an s.
    """
    text = count if isinstance(count, str) else f"{count:,}"
    return f"{text} {thing if text == '1' else things or thing + 's'}"
