"""Spoilt documents, what became of them, and both as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Case(NamedTuple):
    """A spoilt document: which file of which format, how, and under what name and content."""

    number: int
    format: str
    file: str
    how: str
    suffix: str
    data: bytes


class Outcome(NamedTuple):
    """What became of a case; ``what`` it did that it must not is the same line for the same mistake."""

    case: Case
    what: str
    refused: bool
    seconds: float
    megabytes: float


def formats(outcomes: Sequence[Outcome]) -> str:
    """Return a row a format: how many were tried, read, refused and a find, the longest and the largest."""
    lines = [
        "| format | tried | read | refused | finds | s, most | MB, most |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name in [*sorted({o.case.format for o in outcomes}), "all"]:
        mine = [o for o in outcomes if name in (o.case.format, "all")]
        became = Counter("find" if o.what else "refused" if o.refused else "read" for o in mine)
        seconds, megabytes = max(o.seconds for o in mine), max(o.megabytes for o in mine)
        counts = f"{len(mine):,} | {became['read']:,} | {became['refused']:,} | {became['find']}"
        lines.append(f"| {name} | {counts} | {seconds:.1f} | {megabytes:.0f} |")
    return "\n".join(lines)


def kinds_of_finds(finds: Sequence[Outcome]) -> str:
    """Return a row a kind of find, the most frequent first, with the first case of it."""
    kinds: dict[str, list[Outcome]] = {}
    for find in finds:
        kinds.setdefault(find.what.split(": ")[0], []).append(find)
    lines = ["| find | cases | the first | file | how | s | MB |", "|---|--:|--:|---|---|--:|--:|"]
    for same in sorted(kinds.values(), key=len, reverse=True):
        first, case = same[0], same[0].case
        lines.append(f"| {first.what} | {len(same)} | {case.number} | {case.file} | {case.how} "
                     f"| {first.seconds:.1f} | {first.megabytes:.0f} |")  # fmt: skip
    return "\n".join(lines)
