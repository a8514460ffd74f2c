"""A count and what is counted, in words."""


def number_of(count, thing, things=None):
    """ "1 node", "2,000 nodes", "0 nodes". things: the plural, where it is not thing with an s."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"
