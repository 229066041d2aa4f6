"""The text of a file, whatever of the usual encodings it is in."""

from __future__ import annotations

import codecs
import unicodedata

from ..errors import SourceError


def decode(data: bytes, name: str) -> str:
    """Decode text in UTF-8 (with or without mark), UTF-16 with a mark, or GB18030.

    Raises
    ------
    SourceError
        `data` is not such text, or only white space; the message begins with `name`.

    Examples
    --------
    >>> decode("合计".encode("gb18030"), "a.md")
    '合计'
    """
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise SourceError(f"{name}: holds only white space; download it again")
        if _readable(text):
            return text
    raise SourceError(
        f"{name}: is neither PDF nor text in UTF-8, UTF-16 or GB18030; "
        "download it again, or save it as UTF-8 text"
    )


def _readable(text: str) -> bool:
    """Tell text from bytes that happen to decode: hardly any control or private characters."""
    doubtful = [c for c in text if c == "\ufffd" or unicodedata.category(c) in {"Cc", "Co", "Cn"}]
    odd = sum(c not in "\t\n\r\f\v" for c in doubtful)
    return "\0" not in text and odd * 100 <= len(text)
