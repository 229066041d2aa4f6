"""Web pages saved in one file (MHT, MHTML): the pages among its parts."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import NamedTuple

from ...errors import SourceError
from ..content import FETCH


class Source(NamedTuple):
    """The bytes of a page, and the encoding that stands beside them."""

    data: bytes
    charset: str = ""


def sources(data: bytes, path: Path) -> list[Source]:
    """Return the pages of an MHT file, in its order.

    Raises
    ------
    SourceError
        There is none in it, or it is deeper than any.
    """
    try:
        parts = list(message_from_bytes(data.lstrip(), policy=policy.compat32).walk())
    except RecursionError as error:
        raise SourceError(f"{path}: parts within parts, deeper than any program writes; {FETCH}") from error
    found = []
    for part in parts:
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                found.append(Source(payload, part.get_content_charset() or ""))
    if not found:
        raise SourceError(f"{path}: web pages saved in one file (MHT), but none is in it; {FETCH}")
    return found
