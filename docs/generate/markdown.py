"""Tables and cells in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def cell(value: object) -> str:
    """Return a value as the text of a cell, in which nothing is markup.

    >>> cell("a|b <i>*x*</i>"), cell(None)
    ('a\\\\|b &lt;i>\\\\*x\\\\*&lt;/i>', '')
    """
    text = "" if value is None or value != value else " ".join(str(value).split())
    for sign in "\\|*_[]`$":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("<", "&lt;")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Return a table of cells that are Markdown (:func:`cell` makes text such); those of `right` are numbers.

    >>> print(table(["a", "b"], [["x", "1"]], right=[1]))
    | a | b |
    |---|--:|
    | x | 1 |
    """
    rule = ["--:" if at in set(right) else "---" for at in range(len(head))]
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(rule)}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def code(text: object) -> str:
    """Return a short piece of code in a cell.

    >>> code("a|b"), code("")
    ('`a\\\\|b`', '')
    """
    return "`{}`".format(str(text).replace("|", "\\|")) if str(text) else ""


def fenced(text: str, language: str = "text") -> str:
    """Return a block of code."""
    return f"```{language}\n{text.rstrip()}\n```"
