"""The text of a web page, whatever encoding it declares and whatever it is in."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHINESE = ("utf-8", "gb18030")


def text_of(data: bytes, declared: str = "") -> tuple[str, str]:
    """Decode a page by its mark, its content and its declaration, in this order.

    Text in GBK is hardly ever valid UTF-8, so that what is valid UTF-8 is that, whatever is declared.

    Parameters
    ----------
    data : bytes
    declared : str, optional
        The encoding that was declared outside of the page; it goes before that within it.

    Returns
    -------
    (str, str)
        The text, and how many characters could not be decoded ("" if all could).

    Examples
    --------
    >>> text_of('<meta charset="utf-8"><td>合计'.encode("gbk"))
    ('<meta charset="utf-8"><td>合计', '')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data, [name])
    found = _DECLARED.search(data[:_HEAD])
    said = _known(declared) or _known(found[1].decode("ascii", "replace") if found else "")
    names = ["utf-8", *([said] if said else []), "gb18030"]
    for name in names:
        try:
            return data.decode(name), ""
        except UnicodeDecodeError:
            continue
    return _lenient(data, list(dict.fromkeys([*([said] if said else []), *_CHINESE])))


def _known(name: str) -> str:
    """Return the name of an encoding of text, that of all Chinese ones of one family; "" if there is none."""
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    if found in ("gb2312", "gbk", "hz"):
        return "gb18030"
    return found if found.startswith(("big5", "euc", "shift", "utf-8", "gb18030")) else ""


def _lenient(data: bytes, names: list[str]) -> tuple[str, str]:
    """Decode with the encoding that fits best; what does not fit is a character that stands for none."""
    texts = [data.decode(name, "replace") for name in names]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    lost = best.count("\ufffd")
    return best, f"{lost} characters could not be decoded" if lost else ""
