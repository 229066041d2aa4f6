"""Tables -> line items: one row a printed figure, exact, with its place. No judgement here.

Every cell of a column that holds figures becomes a line item, an empty cell (``blanks``) or an
entry of ``unread``; nothing is dropped and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .amounts import find_unit, parse, squash
from .document import Document
from .errors import AmountError
from .forms import Column, Table, is_code
from .grid import Cell, Grid
from .knowledge import plain, unnumbered, words
from .targets import indicators

__all__ = ["Extract", "normalize"]

Row = dict[str, Any]
_FIGURE = re.compile(r"\(?[-+]?[\d,]+\.\d+\)?")
_GENERIC = frozenset(("合计", "总计", "小计"))


@dataclass(slots=True)
class Extract:
    """What the tables of one document yield: rows for the output tables of these names."""

    line_items: list[Row] = field(default_factory=list)
    blanks: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)


def normalize(tables: Iterable[Table], document: Document) -> Extract:
    """Turn recognised tables into rows.

    Parameters
    ----------
    tables : iterable of Table
        What :func:`budgetkit.forms.recognise` returned.
    document : Document
        Gives entity, year and phase to every row.

    Returns
    -------
    Extract
        Amounts in fen (分); a table without a stated unit has all its figures in ``unread``.
    """
    out = Extract()
    for table in tables:
        base = {"document_id": document.document_id}
        out.unread += [
            {**base, **_first_place(table), "printed": table.title, "why": w} for w in table.problems
        ]
        if table.form["kind"] == "targets":
            found, unread = indicators(table, document.document_id)
            out.indicators += found
            out.unread += unread
        elif table.form["kind"] == "other" or not any(c.role == "amount" for c in table.columns):
            why = (
                "table not recognised" if table.form["kind"] == "other" else "no column of figures recognised"
            )
            out.unread += [{**base, **row, "why": why} for row in _figures(table)]
        else:
            _Reader(table, document, out).read()
    return out


def _first_place(table: Table) -> Row:
    grid = table.fragments[0].grid
    return {"page": grid.page, "table": grid.index}


def _figures(table: Table) -> list[Row]:
    """List the figures of a table that is not understood."""
    return [
        {"page": f.grid.page, "table": f.grid.index, "row": c.row, "col": c.col, "printed": c.text}
        for f in table.fragments
        for c in f.grid.cells
        if c.row >= f.first and _FIGURE.search(squash(c.text))
    ]


@dataclass(slots=True)
class _Label:
    """What the label cells of one row (in one lane) say."""

    code: str
    item: str
    keys: dict[str, str]
    known: bool


class _Reader:
    """Reads the rows of one table of codes, lines or expenses."""

    def __init__(self, table: Table, document: Document, out: Extract) -> None:
        self.table, self.document, self.out = table, document, out
        self.scope: dict[int, dict[str, str]] = {}

    def read(self) -> None:
        for fragment in self.table.fragments:
            grid = fragment.grid
            cover = grid.positions()
            for r in range(fragment.first, grid.n_rows):
                self._row(grid, r, cover[r])

    def _row(self, grid: Grid, r: int, cells: Sequence[Cell | None]) -> None:
        texts = [squash(c.text) if c and c.row == r and c.col == i else "" for i, c in enumerate(cells)]
        if not any(texts) or self._is_note(texts, cells):
            return
        lanes = sorted({c.lane for c in self.table.columns})
        for lane in lanes:
            columns = [c for c in self.table.columns if c.lane == lane]
            label = self._label(columns, texts, lane)
            for column in columns:
                cell = cells[column.index]
                if cell is None or (cell.row, cell.col) != (r, column.index):
                    continue  # covered by a cell that is read where it begins
                if column.role == "amount":
                    self._figure(grid, cell, column, label)
                elif _FIGURE.fullmatch(plain(cell.text)):
                    self._unread(grid, cell, f"figure in a column of role {column.role!r}")

    def _is_note(self, texts: Sequence[str], cells: Sequence[Cell | None]) -> bool:
        filled = [t for t in texts if t]
        return len(filled) == 1 and (
            find_unit(filled[0]) is not None
            or plain(filled[0]).startswith(("备注:", "注:", "说明:"))
            or any(
                c and c.colspan == len(cells) and not _FIGURE.search(c.text) and c.colspan > 1 for c in cells
            )
        )

    def _label(self, columns: Sequence[Column], texts: Sequence[str], lane: int) -> _Label:
        codes = [texts[c.index] for c in columns if c.role == "code"]
        names = [texts[c.index] for c in columns if c.role == "item"]
        code = "".join(t for t in codes if t.isdigit())
        rest = [t for t in codes if t and not t.isdigit()] + [t for t in names if t]
        number, item = unnumbered("".join(rest)) if rest else ("", "")
        known = words("lines").find(plain(item)) if item else None
        keys = (
            {k: known[k] for k in ("direction", "fund", "concept", "carried") if known and known[k]}
            if known
            else {}
        )
        if self.table.form["kind"] == "summary":
            keys = self._scoped(lane, number, keys, known)
        elif not (known and known["concept"]):
            keys = {}
        return _Label(code if is_code(code) else "", item, keys, known is not None)

    def _scoped(
        self, lane: int, number: str, keys: dict[str, str], known: dict[str, str] | None
    ) -> dict[str, str]:
        """Let 上年结转 and 结转下年 pass their meaning on to the lines below them."""
        if known and known["scope"] == "opens":
            self.scope[lane] = {k: keys[k] for k in ("direction", "carried") if k in keys}
            self.scope[lane]["number"] = number
        elif known and known["concept"]:
            self.scope.pop(lane, None)
        opened = self.scope.get(lane, {})
        if opened and number and number[0] != "(" and opened["number"] and number != opened["number"]:
            self.scope.pop(lane)
            opened = {}
        return {**{k: v for k, v in opened.items() if k != "number"}, **keys}

    def _figure(self, grid: Grid, cell: Cell, column: Column, label: _Label) -> None:
        unit = self.table.unit
        if unit is None:
            if squash(cell.text):
                self._unread(grid, cell, "the table states no unit")
            return
        try:
            amount = parse(cell.text, unit)
        except AmountError as error:
            self._unread(grid, cell, str(error))
            return
        row = self._keys(column, label)
        kind = self.table.form["kind"]
        if kind != "expense" and not (label.item or label.code):
            if amount.state != "blank":
                self._unread(grid, cell, "the row has no name and no code")
            return
        row |= {
            "line_id": f"{self.document.document_id}:p{grid.page}t{grid.index}r{cell.row}c{cell.col}",
            "amount_fen": amount.fen, "state": amount.state, "printed": cell.text, "unit": unit,
            "step_fen": amount.step_fen, "page": grid.page, "table": grid.index, "row": cell.row, "col": cell.col,
        }  # fmt: skip
        if cell.bbox:
            row |= {k: round(v, 2) for k, v in zip(("x0", "y0", "x1", "y1"), cell.bbox, strict=True)}
        (self.out.blanks if amount.state == "blank" else self.out.line_items).append(row)

    def _keys(self, column: Column, label: _Label) -> Row:
        form, doc = self.table.form, self.document
        row: Row = {
            "document_id": doc.document_id, "entity": doc.entity, "region": doc.region, "form": form["slug"],
            "direction": form["direction"], "fund": form["fund"], "nature": form["nature"], "measure": "amount",
            "code_kind": form["rows"], "function_code": "", "economic_code": "", "item": label.item, "concept": "",
            "phase": doc.phase, "fiscal_year": column.year or doc.fiscal_year,
        }  # fmt: skip
        row |= {k: v for k, v in column.keys.items() if k not in ("carried", "code_kind")}
        row |= {k: v for k, v in label.keys.items() if k != "carried"}
        row["carried"] = "yes" in (column.keys.get("carried"), label.keys.get("carried"))
        if form["kind"] == "expense":
            leaf = [t for t in column.path if t not in _GENERIC]
            row["concept"] = row["concept"] or "three_public"
            row["item"] = leaf[-1] if leaf and column.keys.get("concept") else "合计"
        kinds = {c.keys["code_kind"] for c in self.table.columns if "code_kind" in c.keys}
        if label.code:
            kind = next(iter(kinds)) if len(kinds) == 1 else _code_kind(label.code)
            row["code_kind"] = kind
            row["economic_code" if "economic" in kind else "function_code"] = label.code
        row["is_total"] = row["concept"] in ("grand_total", "current_total", "three_public")
        row["level"] = 0 if row["is_total"] else {3: 1, 5: 2, 7: 3}.get(len(label.code))
        return row

    def _unread(self, grid: Grid, cell: Cell, why: str) -> None:
        self.out.unread.append(
            {
                "document_id": self.document.document_id, "page": grid.page, "table": grid.index,
                "row": cell.row, "col": cell.col, "printed": cell.text, "why": why,
            }
        )  # fmt: skip


def _code_kind(code: str) -> str:
    """Tell the classification of a code by its first digit: 2 function, 3 economic (部门), 5 economic (政府)."""
    return {"2": "function", "3": "economic", "5": "government_economic"}.get(code[0], "function")
