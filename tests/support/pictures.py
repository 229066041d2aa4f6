"""Are two PNG files the same chart? Within what another platform's antialiasing changes, no further.

nbval ignores pictures, so a chart could come to show other figures than the committed one unseen.
Bytes and exact pixels are too strict: another CPU or zlib moves an edge pixel by a few grey levels.
A curve, a bar or a digit that moved is another matter: somewhere a whole small block changes.
"""

from __future__ import annotations

import base64
import io
import struct

import numpy as np
from PIL import Image

__all__ = ["BLOCK", "MEAN_LIMIT", "PEAK_LIMIT", "decode", "difference", "same", "strip_metadata"]

BLOCK = 8
"""Side of the block, in pixels, whose mean difference is looked at: about one digit of a label."""
MEAN_LIMIT = 0.5
"""Mean difference over the picture (of 255) that still counts as the same chart."""
PEAK_LIMIT = 8.0
"""Mean difference of the worst block (of 255) that still counts as the same chart."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"sBIT", b"gAMA", b"pHYs", b"IDAT", b"IEND"}


def decode(data: str) -> bytes:
    """The bytes of a picture as a notebook holds it (base64, possibly over several lines)."""
    return base64.b64decode("".join(data.split()), validate=True)


def strip_metadata(png: bytes) -> bytes:
    """The same picture without text and time chunks, which name matplotlib's version or the hour.

    >>> buffer = io.BytesIO()
    >>> Image.new("RGB", (2, 1)).save(buffer, "png")
    >>> strip_metadata(buffer.getvalue()) == buffer.getvalue()
    True
    """
    if not png.startswith(_SIGNATURE):
        raise ValueError("not a PNG file")
    kept, at = [_SIGNATURE], len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] in _KEPT_CHUNKS:
            kept.append(png[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)


def difference(one: bytes, other: bytes) -> tuple[float, float] | None:
    """How far two PNG files differ: mean over the picture and mean of the worst block, of 255.

    None where the sizes differ. Each pixel counts with its most different channel, on white ground.
    Blocks overlap by half, so that a change is never cut up by where the blocks happen to lie.

    >>> def png(grey):
    ...     buffer = io.BytesIO()
    ...     Image.new("L", (16, 16), grey).save(buffer, "png")
    ...     return buffer.getvalue()
    >>> difference(png(200), png(203))
    (3.0, 3.0)
    """
    left, right = _pixels(one), _pixels(other)
    if left.shape != right.shape:
        return None
    gap = np.abs(left - right).max(axis=2)
    return float(gap.mean()), float(_block_means(gap).max())


def same(one: bytes, other: bytes) -> bool:
    """Whether two PNG files show the same chart."""
    found = difference(one, other)
    return found is not None and found[0] <= MEAN_LIMIT and found[1] <= PEAK_LIMIT


def _pixels(png: bytes) -> np.ndarray:
    """Height x width x 3 levels of 0..255, laid on white."""
    with Image.open(io.BytesIO(png)) as picture:
        rgba = picture.convert("RGBA")
    ground = Image.new("RGBA", rgba.size, "white")
    return np.asarray(Image.alpha_composite(ground, rgba).convert("RGB"), dtype=np.int32)


def _block_means(gap: np.ndarray) -> np.ndarray:
    """Mean of every BLOCK x BLOCK block in steps of half a block (a smaller picture is one block)."""
    high, wide = min(BLOCK, gap.shape[0]), min(BLOCK, gap.shape[1])
    sums = np.pad(gap, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    top = _starts(gap.shape[0], high)[:, None]
    left = _starts(gap.shape[1], wide)[None, :]
    total = sums[top + high, left + wide] - sums[top, left + wide] - sums[top + high, left] + sums[top, left]
    return total / (high * wide)


def _starts(length: int, block: int) -> np.ndarray:
    """Where blocks begin: every half block, and flush with the far edge."""
    return np.unique(np.append(np.arange(0, length - block + 1, max(block // 2, 1)), length - block))
