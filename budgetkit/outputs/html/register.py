"""Every figure of a page of the report by number: where it is from, what it means, what checks say of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ...amounts import as_printed
from ...disclosure import Disclosure
from ...knowledge import table
from ...reconciliation import Reconciliation
from ...records import Figure, Indicator, Unread
from ...text import squash
from ..evidence import ids_in
from .words import Both, detail, named, placed, say

Spot = tuple[int, int | None, int | None, int | None, int | None]
"""A cell: file, page, table on the page, row, column."""

MARKS = {"fail": "x", "noted": "f", "exact": "g", "rounding": "r", "insufficient": "u", "unread": "u"}
"""How what comes out of a check is shown, the first of these for a figure that takes part in several."""

CULPRIT, LOST = "s", "q"


def outcome(found: str, severity: str) -> str:
    """Return what came out of a check: only where figures contradict each other does it fail.

    >>> outcome("fail", "error"), outcome("fail", "convention"), outcome("exact", "error")
    ('fail', 'noted', 'exact')
    """
    return "noted" if found == "fail" and severity != "error" else found


class Register:
    """What the page says of a figure when it is touched.

    Attributes
    ----------
    at : dict
        The number of the figure, or of what was not read, that stands in a cell.
    number : dict
        The number of a figure by its id.
    marks : list of str
        What a figure is marked with, by number: a value of :data:`MARKS`, ``s`` where it is likely wrong,
        ``q`` where it was not read, or only with doubt, "" where no arithmetic speaks of it.
    """

    def __init__(self, d: Disclosure, r: Reconciliation) -> None:
        self.at: dict[Spot, int] = {}
        self.number: dict[str, int] = {}
        self.marks: list[str] = []
        self._names: dict[Both, int] = {}
        self._rules: dict[str, int] = {}
        self._checks: list[list[Any]] = []
        self._figures: list[list[Any]] = []
        self._of: dict[str, list[int]] = defaultdict(list)
        self._outcomes: dict[str, set[str]] = defaultdict(set)
        self._read(r)
        culprits = set(r.suspects.loc[r.suspects["decided"].fillna(False), "line_id"])
        for name in ("line_items", "blanks", "stated"):
            for f in d.records(name):
                if f.state == "doubtful" and f.id in r.proved:
                    f = f._replace(state="proved")
                self._add(f, f.id in culprits)
        for i in d.records("indicators"):
            self._target(d, i)
        for u in d.records("unread"):
            self._miss(u)

    def _read(self, r: Reconciliation) -> None:
        """Note which figures each check names, the failing ones first."""
        rows = [(outcome(str(row.outcome), str(row.severity)), row) for row in r.checks.itertuples()]
        rows = [(came, row) for came, row in rows if came in MARKS and row.line_ids]
        for came, row in sorted(rows, key=lambda pair: list(MARKS).index(pair[0])):
            number = self._rules.setdefault(str(row.rule_id), len(self._rules))
            words = [self._name(say(f"html.count.{came}")), self._name(named("severity", str(row.severity)))]
            self._checks.append([number, MARKS[came], *words, *placed(r, str(row.check_id), str(row.where))])
            for id in ids_in(str(row.line_ids)):
                self._of[id].append(len(self._checks) - 1)
                if row.severity == "error":
                    self._outcomes[id].add(came)

    def _name(self, both: Both) -> int:
        return self._names.setdefault(both, len(self._names))

    def _add(self, f: Figure, culprit: bool) -> None:
        n = self.number[f.id] = len(self._figures)
        if f.table is not None:
            self.at[f.file, f.page, f.table, f.row, f.col] = n
        mark = next((mark for came, mark in MARKS.items() if came in self._outcomes[f.id]), "")
        self.marks.append(LOST if f.state == "doubtful" else CULPRIT if culprit else mark)
        form = self._name(named("form", f.form)) if f.form else -1
        label = " ".join(p for p in (f.code, f.item) if p)
        keys = [self._name(key) for key in _keys(f)]
        about = [form, f.header or f.section.split(" > ")[-1], label, as_printed(f.printed, f.unit)]
        self._figures.append([f.id, f.page, f.file, *about, keys, self._of[f.id], f.ref])

    def _target(self, d: Disclosure, i: Indicator) -> None:
        """Number the cell of an indicator's target, where one cell of its row shows it."""
        if i.page is None or i.table is None or not i.target:
            return
        grid = d.part(i.file_name).pages[i.page - 1].grids[i.table - 1]
        wanted = squash(i.target)
        cells = [c for c in grid.cells if c.row == i.row and wanted in squash(c.text)]
        cell = next((c for c in cells if squash(c.text) == wanted), cells[-1] if cells else None)
        if cell is None or (spot := (i.file, i.page, i.table, cell.row, cell.col)) in self.at:
            return
        self.at[spot] = len(self._figures)
        self.marks.append("")
        printed = f"{i.operator} {i.target} {i.unit}".strip()
        form = self._name(named("form", i.form))
        keys = [self._name(Both(text, text)) for text in (i.category,) if text]
        self._figures.append(["", i.page, i.file, form, i.project, i.indicator, printed, keys, [], cell.ref])

    def _miss(self, u: Unread) -> None:
        spot = (u.file, u.page, u.table, u.row, u.col if u.col is not None else 0)
        if u.table is None or u.row is None or spot in self.at:
            return
        self.at[spot] = len(self._figures)
        self.marks.append(LOST)
        why = self._name(detail(u.why))
        self._figures.append(["", u.page, u.file, -1, "", "", u.printed, [why], [], u.ref])

    def data(self) -> dict[str, Any]:
        """Return all of it, ready for JSON."""
        statements = {
            row["id"]: [row["id"], row["statement_zh"], row["statement_en"]] for row in table("rules")
        }
        return {
            "names": list(self._names),
            "rules": [statements[id] for id in self._rules],
            "checks": self._checks,
            "figures": self._figures,
        }


def _keys(f: Figure) -> list[Both]:
    """Say in words which money a figure is, and of when.

    >>> [key.en for key in _keys(Figure(direction="expenditure", fund="fiscal", year=2024, phase="approved"))]
    ['expenditure', 'fiscal appropriation', '2024 budget']
    """
    found = [(kind, getattr(f, kind)) for kind in ("direction", "fund", "nature", "role")]
    keys = [named(kind, key) for kind, key in found if key]
    if f.state in ("blank", "doubtful", "proved"):
        keys.insert(0, say(f.state))
    if f.year:
        phase = say(f"phase.{f.phase}") if f.phase else Both("", "")
        keys.append(Both(f"{f.year} 年{phase.zh}", f"{f.year} {phase.en}".strip()))
    return keys
