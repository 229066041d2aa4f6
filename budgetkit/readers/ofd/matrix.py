"""Numbers and transforms as OFD writes them."""

from __future__ import annotations

import math

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: x' = ax + cy + e, y' = bx + dy + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST = 1_000_000


def floats(text: str) -> list[float]:
    """Return the numbers of a list; what is none ends it.

    >>> floats("0 0 210 297"), floats("1 x 2")
    ([0.0, 0.0, 210.0, 297.0], [1.0])
    """
    found: list[float] = []
    for word in text.replace(",", " ").split():
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value) or abs(value) > _MOST:
            break
        found.append(value)
    return found


def steps(text: str, most: int) -> list[float]:
    """Return distances, of which ``g 3 1.5`` are three of 1.5; `most` of them at the most.

    >>> steps("4.2 g 3 1.5", 9)
    [4.2, 1.5, 1.5, 1.5]
    """
    words, found = text.split(), list[float]()
    while words and len(found) < most:
        if words[0].lower() == "g":
            count, value = floats(" ".join(words[1:3])) if len(floats(" ".join(words[1:3]))) == 2 else (0, 0)
            found += [value] * min(int(count), most)
            words = words[3:]
        else:
            found += floats(words[0])
            words = words[1:]
    return found[:most]


def chained(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the transform that does `inner` first and `outer` then.

    >>> chained((1, 0, 0, 1, 5, 5), (2, 0, 0, 2, 0, 0))
    (2, 0, 0, 2, 5, 5)
    """
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip


def moved(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point goes.

    >>> moved((2, 0, 0, 2, 1, 0), 3, 4)
    (7, 8)
    """
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
