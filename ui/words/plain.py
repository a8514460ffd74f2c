"""Text that others wrote, on the page as it is: the one door for all that comes from a file."""

import re

_MARK = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&=])")
# Streamlit makes links, icons and arrows of what is left when the marks are read: nothing of no width keeps them apart.
_APART = "\u2060"
_JOINED = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=[-<>~])(?=[->=])", re.IGNORECASE)


def plain(text):
    """The text for st.markdown, st.error and the like, in one line: nothing in it is read as Markdown, a link or an icon."""
    line = "".join(c if c.isprintable() else " " for c in str(text)).strip()
    return _MARK.sub(r"\\\1", _JOINED.sub(_APART, line))


def spoken(text):
    """A sentence of the page without its marks, for a screen reader."""
    return text.replace("**", "").replace("\\", "").replace(_APART, "")
