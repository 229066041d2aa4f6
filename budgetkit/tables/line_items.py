"""Tables -> line items: one row a printed figure, exact, with its place. No judgement here.

Every cell of a column that holds figures becomes a line item, an empty cell (``blanks``) or an
entry of ``unread``; nothing is dropped and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..amounts import Amount, find_unit, parse
from ..errors import AmountError
from ..readers import Cell, Grid
from ..records import Document
from ..text import is_note, plain, squash
from .columns import LABELS, Column, is_index, lookup
from .labels import Label, Labeller
from .table import Extract, Fragment, Row, Table, _listed

_FIGURE = re.compile(r"\(?[-+]?[\d,]*\d\.\d+\)?")


class _Reader:
    """Reads the rows of one table of codes, lines or expenses."""

    def __init__(self, table: Table, document: Document, out: Extract, prefix: str) -> None:
        self.table, self.document, self.out, self.prefix = table, document, out, prefix
        coded = any(c.role == "code" for c in table.columns)
        self.labeller = Labeller(table.form["kind"], table.form["rows"], coded)
        self.unit = ""
        lanes = sorted({c.lane for c in table.columns})
        self.lanes = [(lane, [c for c in table.columns if c.lane == lane]) for lane in lanes]
        self.concepts = {c.keys["concept"] for c in table.columns if "concept" in c.keys}
        self.single = sum(f.grid.n_rows - f.first for f in table.fragments) <= 2
        self.sticky: dict[int, str] = {}
        self.totals: dict[tuple[int, str], tuple[str, ...]] = {}
        self.base = self._base()

    def _base(self) -> Row:
        form, doc = self.table.form, self.document
        return {
            "document_id": doc.document_id, "entity": self.table.entity or doc.entity, "region": doc.region,
            "form": form["slug"], "direction": form["direction"], "fund": form["fund"],
            "nature": form["nature"], "measure": "amount", "code_kind": form["rows"],
            "function_code": "", "economic_code": "",
            "government_code": "", "concept": "", "carried": False, "phase": doc.phase,
            "unit": self.table.unit,
        }  # fmt: skip

    def read(self) -> None:
        for number, fragment in enumerate(self.table.fragments):
            grid = fragment.grid
            cover = grid.positions()
            for r in range(fragment.first, grid.n_rows):
                self._row(fragment, r, cover[r], number > 0)
            self._header_figures(fragment)

    def _header_figures(self, fragment: Fragment) -> None:
        """List figures that stand above the data rows: none should."""
        for cell in fragment.grid.cells:
            if cell.row < fragment.first and _FIGURE.fullmatch(plain(cell.text)):
                self._unread(fragment.grid, cell, "figure within the header")

    def _row(self, fragment: Fragment, r: int, cells: Sequence[Cell | None], later: bool) -> None:
        grid = fragment.grid
        by_column = {at: cells[i] for i, at in enumerate(fragment.at) if at is not None}
        own = [squash(c.text) for i, c in enumerate(cells) if c and (c.row, c.col) == (r, i) and c.text]
        if not own or self._is_note(own, cells) or is_index([plain(t) for t in own]):
            return
        for lane, columns in self.lanes:
            labels = [c for c in columns if c.role in LABELS]
            texts, read = [], set()
            for column in labels:
                cell = by_column.get(column.index)
                again = cell is not None and id(cell) in read  # one cell over two label columns
                read.add(id(cell))
                texts.append("" if again else self._label_text(cell, column, r == fragment.first))
            label = self.labeller.read(labels, texts, lane)
            if not labels and self.single and self.table.form["kind"] == "codes":
                label.keys = {"concept": "grand_total"}  # one row without a name: the whole
            self.unit = label.unit or self.unit
            if label.codes:
                label.unit = self.unit  # printed once, above the codes of the unit
            amounts = [by_column.get(c.index) for c in columns if c.role in ("amount", "memo")]
            repeated = self._repeats(label, lane, tuple(squash(c.text) if c else "" for c in amounts), later)
            for column in columns:
                cell = by_column.get(column.index)
                if cell is None or cell.row != r:
                    continue  # covered by a cell that is read where it begins
                if column.role in ("amount", "memo"):
                    self._figure(grid, cell, column, label, repeated)
                else:
                    self._stray(grid, cell, column)
        used = {id(cell) for cell in by_column.values()}
        for i, cell in enumerate(cells):
            if (
                cell
                and id(cell) not in used
                and (cell.row, cell.col) == (r, i)
                and _FIGURE.search(plain(cell.text))
            ):
                self._unread(grid, cell, "figure outside of the table's columns")

    def _label_text(self, cell: Cell | None, column: Column, first: bool) -> str:
        """Return the text of a label cell; a merged one speaks for its rows, over a page break too."""
        text = squash(cell.text) if cell else ""
        if text:
            self.sticky[column.index] = text if cell and cell.rowspan > 1 else ""
        elif first and column.role in ("unit", "project"):
            return self.sticky.get(column.index, "")
        return text

    def _repeats(self, label: Label, lane: int, printed: tuple[str, ...], later: bool) -> bool:
        """Say whether a total, with the same figures, was already read on an earlier page of the table."""
        if label.keys.get("concept") != "grand_total":
            return False
        known = self.totals.get((lane, label.item))
        self.totals.setdefault((lane, label.item), printed)
        return later and known == printed

    def _is_note(self, filled: Sequence[str], cells: Sequence[Cell | None]) -> bool:
        return len(filled) == 1 and (
            find_unit(filled[0]) is not None
            or is_note(filled[0])
            or any(
                c and c.colspan == len(cells) and c.colspan > 1 and not _FIGURE.search(plain(c.text))
                for c in cells
            )
        )

    def _stray(self, grid: Grid, cell: Cell, column: Column) -> None:
        """List a figure in a column that holds none."""
        text = plain(cell.text)
        if column.role == "percent" and text:
            self._unread(grid, cell, "a percentage, not an amount")
        elif _FIGURE.fullmatch(text):
            self._unread(grid, cell, f"figure in a column of role {column.role!r}")

    def _figure(self, grid: Grid, cell: Cell, column: Column, label: Label, repeated: bool) -> None:
        if cell.doubt:
            self._unread(grid, cell, cell.doubt)
            return
        if self.table.unit is None:
            if squash(cell.text):
                self._unread(grid, cell, "the table states no unit")
            return
        try:
            amount = parse(cell.text, self.table.unit)
        except AmountError as error:
            self._unread(grid, cell, str(error))
            return
        if not label.named and self.table.form["kind"] != "expense":
            if amount.state != "blank":
                self._unread(grid, cell, "the row has no name and no code")
            return
        row = {**self.base, **self._keys(column, label), **self._place(grid, cell, amount)}
        if column.role == "memo":
            row["measure"] = "memo"
        if repeated:
            row["measure"] = "repeat"
        (self.out.blanks if amount.state == "blank" else self.out.line_items).append(row)

    def _place(self, grid: Grid, cell: Cell, amount: Amount) -> Row:
        at = f"p{grid.page}t{grid.index}r{cell.row}c{cell.col}"
        place: Row = {
            "line_id": f"{self.document.document_id}:{self.prefix}{at}",
            "amount_fen": amount.fen, "state": amount.state, "printed": cell.text,
            "step_fen": amount.step_fen, "page": grid.page, "table": grid.index, "row": cell.row,
            "col": cell.col,
        }  # fmt: skip
        if cell.bbox:
            place |= {k: round(v, 2) for k, v in zip(("x0", "y0", "x1", "y1"), cell.bbox, strict=True)}
        return place

    def _keys(self, column: Column, label: Label) -> Row:
        year, form = self.document.fiscal_year, self.table.form
        row: Row = {k: v for k, v in column.keys.items() if k not in ("carried", "year")}
        if form["kind"] == "codes":
            row.pop("concept", None)  # of the column as a whole: its total says so
        row |= {k: v for k, v in label.keys.items() if k != "carried"}
        stated = re.search(r"20\d\d", label.year) if label.year else None
        back = int(column.keys.get("year", 0))
        row["fiscal_year"] = int(stated[0]) if stated else column.year or (year + back if year else None)
        row["carried"] = "yes" in (column.keys.get("carried"), label.keys.get("carried"), form["carried"])
        if "增减" in label.year:
            row["measure"] = "change"
        row["header"] = " / ".join(column.path)
        row["item"], row["budget_unit"], row["project"] = label.item, label.unit, label.project
        row |= self._codes(label)
        if form["kind"] == "expense":
            row |= self._expense(column, label)
        concept = row.get("concept", "")
        row["is_total"] = concept in ("grand_total", "current_total", "three_public")
        level = {3: 1, 5: 2, 7: 3}.get(len(row.get("code", "")))
        row["level"] = 0 if row["is_total"] else level
        row.pop("code", None)
        return row

    def _expense(self, column: Column, label: Label) -> Row:
        """Return item and concept where the columns, or the rows, are the three public expenses."""
        if not self.concepts and label.item:
            concept = label.keys.get("concept", "")
            return {"item": label.item, "concept": "three_public" if concept == "grand_total" else concept}
        whole = "grand_total" if "three_public" in self.concepts else "three_public"
        named = [t for t in column.path if (row := lookup(plain(t), self.table.slug)) and row.get("concept")]
        if not named or plain(column.path[-1]) in ("合计", "总计"):
            return {"concept": column.keys.get("concept") or whole, "item": "合计", "code_kind": "expense"}
        return {"concept": column.keys["concept"], "item": named[-1], "code_kind": "expense"}

    def _codes(self, label: Label) -> Row:
        """Return the codes of a row and what the row is: its finest classification."""
        names = {
            "function": "function_code",
            "economic": "economic_code",
            "government_economic": "government_code",
        }
        row: Row = {names[kind]: code for kind, code in label.codes.items()}
        rows = self.table.form["rows"]
        if label.codes:
            kind = rows if rows in label.codes else next(iter(label.codes))
            row["code_kind"], row["code"] = kind, label.codes[kind]
        elif not label.item:
            kind = "project" if label.project else "unit" if label.unit else rows
            row["code_kind"] = kind
            row["item"] = label.project or label.unit
        elif label.project and rows != "purchase":
            row["code_kind"] = "project"
        return row if row.get("item") or label.codes else {k: v for k, v in row.items() if k != "item"}

    def _unread(self, grid: Grid, cell: Cell, why: str) -> None:
        self.out.unread.append(_listed(self.document.document_id, grid, cell, why))
