"""The numbers that pages print of themselves: readers of the paper count otherwise than the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..readers import Page

_NUMBER = re.compile(
    r"[-—–－―─━\s·]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:[\s/，,]*共\s*\d{1,4}\s*页)?[-—–－―─━\s·]*"
)
EDGE = 0.12
"""Which part of a page's height, above and below, may hold its number."""

LEAST = 3
"""How many pages have to count in step with the file for their numbers to be believed."""


def printed_numbers(pages: Iterable[Page]) -> dict[tuple[int, int], int]:
    """Return the number that is printed on each page, by file and page, where most pages count in step.

    Examples
    --------
    >>> from budgetkit.readers import Line, Page
    >>> feet = ["- 1 -", "- 2 -", "2024", "第4页"]
    >>> made = [
    ...     Page(n, 500, 800, (Line(text, (240, 770, 260, 780)),)) for n, text in enumerate(feet, 2)
    ... ]
    >>> printed_numbers(made)
    {(0, 2): 1, (0, 3): 2, (0, 5): 4}
    >>> printed_numbers(made[:2])
    {}
    """
    found = [(page, number) for page in pages for number in _numbers(page)]
    steps = Counter((page.file, number - page.number) for page, number in found)
    best: dict[int, int] = {}
    for (file, step), n in steps.most_common():
        if n >= LEAST:
            best.setdefault(file, step)
    return {
        (page.file, page.number): number
        for page, number in found
        if best.get(page.file) == number - page.number
    }


def _numbers(page: Page) -> list[int]:
    """Return what may be the number of a page: a line of its own at the upper or lower edge."""
    edge = EDGE * page.height
    lines = [n for n in page.lines if n.bbox and (n.bbox[1] < edge or n.bbox[3] > page.height - edge)]
    return [int(match[1]) for line in lines if (match := _NUMBER.fullmatch(line.text))]
