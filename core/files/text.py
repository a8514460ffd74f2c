"""The text of a file: UTF-8, UTF-16 with its mark, what an XML file declares, or else Latin-1 as Windows writes it."""

import re

from core.files.parts import complain

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Encodings in which "<" is "<": in any other a document type could hide.
_XML_ENCODINGS = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|windows-125\d|cp125\d|utf-?16", re.IGNORECASE
)


def decode(file, content):
    """The text of a file. ValueError that names the line where it is none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(file, content, "utf-16")
    try:
        return _checked(file, content, "utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return _checked(file, content, "cp1252")
        except ValueError:
            line = content.count(b"\n", 0, error.start) + 1
            raise complain(file, line, "this is not text in UTF-8, UTF-16 or Latin-1") from None


def decode_xml(file, content):
    """The text of an XML file in the encoding that it declares, else UTF-8. ValueError as in decode."""
    found = _DECLARED.match(content)
    named = found.group(1).decode() if found else "utf-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(file, content)
    if not _XML_ENCODINGS.fullmatch(named):
        raise complain(file, 1, f"the encoding {named} is not read; write the file in UTF-8")
    if named.lower().replace("-", "") in ("utf8", "utf16"):
        return decode(file, content)
    try:
        return _checked(file, content, named)
    except (UnicodeDecodeError, LookupError):
        raise complain(file, 1, f"this is not text in {named}, which the file declares") from None


def _checked(file, content, encoding):
    """The decoded text; UnicodeDecodeError, or ValueError where it is empty or no text."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise complain(file, 1, "this is not text in UTF-16, which its first bytes say") from None
        raise
    if not text.strip("\ufeff \t\r\n\x0b\x0c\x1a"):
        raise complain(file, None, "the file is empty")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        what = "zero byte" if control.group() == "\0" else "control character"
        raise complain(file, line, f"a {what} stands here, so this is not a text file")
    return text.removeprefix("\ufeff").rstrip("\x1a")
