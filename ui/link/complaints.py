"""What is said about a value that a link or a hand gives and that cannot be used: one sentence of Markdown each."""

_SHOWN_CHARACTERS = 30
_SHOWN_UNKNOWN_KEYS = 4


def not_valid(key, asked, used):
    """The sentence that says what was asked for, what is allowed, and what is used instead."""
    return f"{named(key)} is {code(asked)}, but it must be {key.range_text}: {code(key.text(used))} is used instead."


def too_small(key, asked):
    """The sentence about a number that is not 0 but as good as 0."""
    return f"{named(key)} is {code(asked)}, which is as good as nothing: {code(key.text(0.0))} is used instead."


def not_here(key, asked, offer, used):
    """The sentence about a value that is valid, but that is not to be had here."""
    return f"{named(key)} is {code(asked)}, but {offer}: {code(key.text(used))} is used instead."


def several_classes(key, asked):
    """The sentence about a share of nodes with a feature beside more than two classes."""
    return f"{named(key)} is {code(key.text(asked))}, but of more than two classes every node has a feature: {code(key.text(1.0))} is used instead."


def unknown_keys(names):
    """The sentence that names the first keys that no link has."""
    shown = ", ".join(code(name) for name in names[:_SHOWN_UNKNOWN_KEYS])
    if len(names) > _SHOWN_UNKNOWN_KEYS:
        shown += f" and {len(names) - _SHOWN_UNKNOWN_KEYS} more"
    return f"Unknown in the link, and ignored: {shown}."


def named(key):
    """A key and what it stands for."""
    return f"**{key.name}** ({key.meaning})"


def code(text):
    """Untrusted text as inline code, in which Markdown formats nothing: one line, shortened, without backticks.

    What cannot be seen is written as its number, ⟨U+200B⟩, or nobody would know what is wrong with the value.
    """
    text = str(text)
    shown, width = [], 0
    for place, character in enumerate(text):
        edge = character == " " and (not text[:place].strip() or not text[place:].strip())
        visible = character.isprintable() and not edge
        shown.append(character.replace("`", "'") if visible else f"⟨U+{ord(character):04X}⟩")
        width += len(shown[-1])
        if width > _SHOWN_CHARACTERS:
            shown[-1:] = "…"
            break
    return f"`{''.join(shown)}`" if text else "empty"
