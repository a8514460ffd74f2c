"""What is said about a value that a link or a hand gives and that cannot be used: one sentence of Markdown each."""

_SHOWN_CHARACTERS = 30
_SHOWN_UNKNOWN_KEYS = 4


def not_valid(key, asked, used):
    """The sentence that says what was asked for, what is allowed, and what is used instead."""
    return f"{named(key)} is {code(asked)}, but it must be {key.range_text}: {code(key.text(used))} is used instead."


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
    """Untrusted text as inline code, in which Markdown formats nothing: one line, shortened, without backticks."""
    plain = "".join(c if c.isprintable() else " " for c in str(text)[: _SHOWN_CHARACTERS + 1]).replace("`", "'").strip()
    if len(str(text)) > _SHOWN_CHARACTERS:
        plain = plain[:_SHOWN_CHARACTERS] + "…"
    return f"`{plain}`" if plain else "empty"
