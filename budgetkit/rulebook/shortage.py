"""Rows that are not printed: a sum that is larger than its rows, in step over its columns.

A wrong digit spoils one column. Where a row prints more than the rows below it come to, in its total and by
the same amounts in the parts of the total, rows were withheld (as secret) or left out: no figure is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..knowledge import TREES, children
from ..records import Place, step_of
from .check import Check, one
from .ledger import Ledger

Column = tuple[str, str, bool]
"""What a column of amounts holds: fund, nature, and whether it is money carried over."""


def without_rows(checks: list[Check]) -> list[Check]:
    """Decide nothing about sums of which rows are not printed, and say what is missing.

    Parameters
    ----------
    checks : list of Check
        Of the sums down the columns of one form, the ones that hold included.
    """
    heads: dict[Place, list[int]] = defaultdict(list)
    for n, check in enumerate(checks):
        if check.outcome in ("exact", "rounding", "fail") and len(check.left) == 1:
            heads[check.left[0][1].place].append(n)
    found = list(checks)
    for numbers in heads.values():
        mine = [found[n] for n in numbers]
        years: dict[int | None, list[Check]] = defaultdict(list)
        for check in mine:
            years[check.left[0][1].year].append(check)
        if any(map(_in_step, years.values())):  # the column of another year lacks the same rows
            for n, check in zip(numbers, mine, strict=True):
                if check.outcome == "fail" and check.gap > 0:
                    why = "rows are not printed: what they hold is missing in step over the columns"
                    found[n] = check.but("insufficient", why)._replace(short=check.gap, ways=())
    return found


def _slack(check: Check) -> int:
    return max(check.tolerance or 0, step_of(check.left[0][1]))


def _in_step(checks: Sequence[Check]) -> bool:
    failing = [c for c in checks if c.outcome == "fail"]
    if len(failing) < 2 or any(c.gap < 0 for c in failing):
        return False  # one column can be a slip; what is too small is none of this
    gaps: dict[Column, Check] = {}
    for check in checks:
        f = check.left[0][1]
        gaps.setdefault((f.fund, f.nature, f.carried), check)
    sums = [s for number, name in ((0, "fund"), (1, "nature")) for s in _sums(gaps, number, *TREES[name])]
    return all(
        abs(total.gap - sum(c.gap for c in parts)) <= sum(map(_slack, (total, *parts)))
        for total, parts in sums
    )


def _sums(
    gaps: Mapping[Column, Check], number: int, parents: Mapping[str, str], root: str
) -> Iterator[tuple[Check, list[Check]]]:
    """Yield the sums among columns that differ in one key: each total with its parts."""
    groups: dict[Column, dict[str, Check]] = defaultdict(dict)
    for column, check in gaps.items():
        rest = (*column[:number], "", *column[number + 1 :])
        groups[rest][column[number]] = check  # type: ignore[index]
    for mine in groups.values():
        for total, parts in children(mine, parents, root).items():
            if total and any(mine[p].outcome == "fail" for p in (total, *parts)):
                yield mine[total], [mine[p] for p in parts]


def rows_not_printed(ledger: Ledger, found: Mapping[str, Sequence[Check]]) -> Iterator[Check]:
    """Say of each row of which rows below it are not printed what they hold, once."""
    most: dict[tuple[str, str], tuple[Check, int]] = {}
    for checks in found.values():
        for check in checks:
            if check.short:
                head = check.left[0][1]
                best, columns = most.get((head.form, head.label), (check, 0))
                most[head.form, head.label] = max(best, check, key=lambda c: c.short), columns + 1
    for check, columns in most.values():
        words = f"rows are not printed, in step over {columns} columns"
        yield Check(
            check.where,
            "fail",
            words,
            check.reported,
            check.calculated,
            check.tolerance,
            one(check.left[0][1]),
        )
    if not most and any(check.agrees for checks in found.values() for check in checks):
        yield Check("tables", "exact", "no sum lacks rows below it in several columns")
    elif not most:
        yield Check.not_applicable("tables", f"no sums down the tables of {ledger.document_id}")
