"""Tables -> line items: one record a printed figure, exact, with its place. No judgement here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from ..amounts import Amount, find_unit, last_grouped, parse
from ..errors import AmountError
from ..knowledge import EXPENSES
from ..readers import Cell, Grid
from ..records import DOUBT, Figure, Phase
from ..text import is_note, plain, squash
from .columns import LABELS, Column, spare_labels
from .counted import is_index
from .doubt import Doubts, is_sure
from .headings import lookup
from .labels import Label, Labeller
from .owners import Owners
from .structure import Place, column_texts, composed_codes, data_rows, unnamed_total
from .table import Extract, Fragment, Source, Spot, Table
from .units import why_unread

FIGURE = re.compile(r"\(?[-+]?[\d,]*\d\.\d+\)?")
WHOLE = re.compile(r"\(?[-+]?[\d,]*\d\)?")
_TOTALS = ("grand_total", "current_total", "three_public")
_LEVELS = {3: 1, 5: 2, 7: 3}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row in one lane: what its labels say, and whether it repeats a total of an earlier page.

    ``doubt`` says why its figures cannot be placed, ``sure`` whether its labels are what the page shows.
    """

    grid: Grid
    label: Label
    said: dict[str, str]
    repeated: bool
    doubt: str = ""
    sure: bool = True


class TableReader:
    """Reads the rows of one table of codes, lines or expenses.

    Every cell of a column that holds figures becomes a line item, an empty cell (``blanks``) or an
    entry of ``unread``; nothing is dropped and nothing is guessed.
    """

    def __init__(self, table: Table, source: Source, out: Extract, number: int = 0) -> None:
        self.table, self.source, self.document, self.out = table, source, source.document, out
        coded = any(c.role == "code" for c in table.columns)
        self.labeller = Labeller(table.form.kind, table.form.rows, coded)
        self.owners = Owners(table, table.entity or source.document.entity)
        lanes = sorted({c.lane for c in table.columns})
        self.lanes = [(lane, [c for c in table.columns if c.lane == lane]) for lane in lanes]
        self.concepts = {c.keys["concept"] for c in table.columns if "concept" in c.keys}
        rows = data_rows(table)
        self.composed = composed_codes(table, rows)
        self.total = unnamed_total(table, rows) if table.form.kind == "codes" else None
        texts = column_texts(rows)
        amounts = [c.index for c in table.columns if c.role in ("amount", "memo")]
        self.last_group = last_grouped(t for i in amounts for t in texts.get(i, []))
        self.money = {i for i, found in texts.items() if any(map(FIGURE.fullmatch, found))}
        self.spare = spare_labels(table.columns)
        self.single = sum(f.grid.n_rows - f.first for f in table.fragments) <= 2
        self.sticky: dict[int, str] = {}
        self.doubts = Doubts(table, source.document.fiscal_year)
        self.totals: dict[tuple[int, str], tuple[str, ...]] = {}
        self.stated = {c.index: self._stated(c) for c in table.columns}
        self.current = {c.index for c in table.columns if self._is_current(c)}
        self.name = f"{self.document.document_id}:" + (f"f{source.file}" if source.file > 1 else "")
        self.spots = {c.index: Spot(number, c.index, c.lane) for c in table.columns}

    def _stated(self, column: Column) -> dict[str, str]:
        """Return what form and header say of the figures of a column."""
        form = self.table.form
        said = {
            "direction": form.direction, "fund": form.fund, "nature": form.nature, "measure": "amount",
            "concept": "", "phase": self.document.phase, "code_kind": form.rows, **column.keys,
        }  # fmt: skip
        if form.kind == "codes":
            said["concept"] = ""  # of the column as a whole: its total says so
        return said

    def _is_current(self, column: Column) -> bool:
        """Say whether a column is the 小计 of this year's money, beside a 合计 that holds that, too."""
        if self.table.form.kind != "codes" or plain("".join(column.path[-1:])) != "小计":
            return False
        return any(
            self.stated[c.index] == self.stated[column.index] and len(c.path) < len(column.path)
            for c in self.table.columns
            if c.role == "amount" and c.lane == column.lane and c.index < column.index
        )

    def read(self) -> None:
        for number, fragment in enumerate(self.table.fragments):
            cover = fragment.grid.positions()
            for r in range(fragment.first, len(cover)):
                own = [c if c and c.row >= fragment.first else None for c in cover[r]]  # headers reach down
                self._row(fragment, r, own, number > 0)
            self._header_figures(fragment)

    def _header_figures(self, fragment: Fragment) -> None:
        """List figures that stand above the data rows: none should."""
        for cell in fragment.grid.cells:
            if cell.row < fragment.first and FIGURE.fullmatch(plain(cell.text)):
                self._unread(fragment.grid, cell, "figure within the header")

    def _row(self, fragment: Fragment, r: int, cells: Sequence[Cell | None], later: bool) -> None:
        grid = fragment.grid
        by_column = {at: cells[i] for i, at in enumerate(fragment.at) if at is not None}
        own = [squash(c.text) for i, c in enumerate(cells) if c and (c.row, c.col) == (r, i) and c.text]
        if not own or self._is_note(own, cells) or is_index([plain(t) for t in own]):
            return
        for lane, columns in self.lanes:
            label = self._label(lane, columns, by_column, (grid.page, grid.index, r), r == fragment.first)
            amounts = [by_column.get(c.index) for c in columns if c.role in ("amount", "memo")]
            again = self._repeats(label, lane, tuple(squash(c.text) if c else "" for c in amounts), later)
            doubt = self.doubts.of(label, lane, [(c.role, by_column.get(c.index)) for c in columns])
            entry = _Entry(grid, label, self._said(label), fragment.repeated or again, *doubt)
            over = Counter(map(id, amounts))
            for column in columns:
                cell = by_column.get(column.index)
                if cell is None or cell.row != r:
                    continue  # covered by a cell that is read where it begins
                if column.role not in ("amount", "memo"):
                    self._stray(grid, cell, column)
                elif over[id(cell)] == 1 or not plain(cell.text):
                    self._figure(cell, column, entry)
                elif over.pop(id(cell), 0):
                    self._unread(grid, cell, "one figure over several columns")
        used = {id(cell) for cell in by_column.values()}
        for i, cell in enumerate(cells):
            if (
                cell
                and id(cell) not in used
                and (cell.row, cell.col) == (r, i)
                and FIGURE.search(plain(cell.text))
            ):
                self._unread(grid, cell, "figure outside of the table's columns")

    def _label(
        self, lane: int, columns: Sequence[Column], cells: dict[int, Cell | None], place: Place, first: bool
    ) -> Label:
        """Return what the label cells of a row say in a lane."""
        labels = [c for c in columns if c.role in LABELS or c.index in self.spare]
        texts, read = [], set()
        for column in labels:
            cell = cells.get(column.index)
            again = cell is not None and id(cell) in read  # one cell over two label columns
            read.add(id(cell))
            text = "" if again else self._label_text(cell, column, first)
            texts.append(self.composed.get((place, column.index), text))
        label = self.labeller.read(labels, texts, lane)
        unlabelled = self.single and all(c.index in self.spare for c in labels)
        if not label.named and self.table.form.kind == "codes" and (unlabelled or place == self.total):
            label.keys = {"concept": "grand_total"}  # one row without a name: the whole
        self.owners.assign(
            label, next((c.index for c, text in zip(labels, texts, strict=True) if text), None)
        )
        return label

    def _label_text(self, cell: Cell | None, column: Column, first: bool) -> str:
        """Return the text of a label cell; a merged one speaks for its rows, over a page break too."""
        text = squash(cell.text) if cell else ""
        if not text.strip("-－—–"):
            text = ""  # a dash stands for nothing
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
                c and c.colspan == len(cells) and c.colspan > 1 and not FIGURE.search(plain(c.text))
                for c in cells
            )
        )

    def _stray(self, grid: Grid, cell: Cell, column: Column) -> None:
        """List a figure in a column that holds none."""
        text = plain(cell.text)
        if column.role == "percent" and text:
            self._unread(grid, cell, "a percentage, not an amount")
        elif FIGURE.fullmatch(text) or (
            column.role == "unknown" and column.index in self.money and WHOLE.fullmatch(text)
        ):
            self._unread(grid, cell, f"figure in a column of role {column.role!r}")

    def _figure(self, cell: Cell, column: Column, entry: _Entry) -> None:
        if cell.doubt:
            self._unread(entry.grid, cell, cell.doubt)
            return
        if why := entry.doubt or why_unread(self.table, column):
            if squash(cell.text):
                self._unread(entry.grid, cell, why)
            return
        try:
            amount = parse(cell.text, column.unit or self.table.unit or "", cell.wrapped, self.last_group)
        except AmountError as error:
            self._unread(entry.grid, cell, error.en)
            return
        if amount.fen is None and not is_sure(cell):
            return self._unread(entry.grid, cell, DOUBT)
        if not entry.label.named and self.table.form.kind != "expense":
            if amount.state != "blank":
                self._unread(entry.grid, cell, "the row has no name and no code")
            return
        figure = self._record(cell, amount, column, entry)
        (self.out.blanks if amount.state == "blank" else self.out.line_items).append(figure)
        self.out.columns[figure.id] = self.spots[column.index]

    def _record(self, cell: Cell, amount: Amount, column: Column, entry: _Entry) -> Figure:
        form, document, grid, label = self.table.form, self.document, entry.grid, entry.label
        said = {**self.stated[column.index], **entry.said}
        if form.kind == "expense":
            said |= self._expense(column, label)
        if column.index in self.current and said["concept"] == "grand_total":
            said["concept"] = "current_total"
        is_total = said["concept"] in _TOTALS
        measure = "repeat" if entry.repeated else "memo" if column.role == "memo" else said["measure"]
        sure = amount.fen is None or (entry.sure and self.doubts.shows(cell, column.index))
        x0, y0, x1, y1 = (round(v, 2) for v in cell.bbox) if cell.bbox else (None, None, None, None)
        return Figure(
            id=f"{self.name}p{grid.page}t{grid.index}r{cell.row}c{cell.col}",
            form=form.slug,
            direction=said["direction"], fund=said["fund"], nature=said["nature"], measure=measure,
            carried=form.carried or "yes" in (column.keys.get("carried"), label.keys.get("carried")),
            code_kind=said["code_kind"], function_code=label.codes.get("function", ""),
            economic_code=label.codes.get("economic", ""),
            government_code=label.codes.get("government_economic", ""),
            item=said["item"], budget_unit=label.unit, project=label.project,
            header=" / ".join(column.path), concept=said["concept"],
            level=0 if is_total else _LEVELS.get(len(said["code"])), is_total=is_total,
            year=self._year(column, label), phase=cast(Phase, said["phase"]),
            fen=amount.fen, state=amount.state if sure else "doubtful", printed=cell.text, unit=amount.unit,
            step=amount.step_fen,
            document_id=document.document_id, entity=self.table.entity or document.entity,
            region=document.region, file_name=self.source.file_name, file=self.source.file,
            page=grid.page, table=grid.index, row=cell.row, col=cell.col, x0=x0, y0=y0, x1=x1, y1=y1,
            ref=cell.ref, ocr_score=cell.score,
        )  # fmt: skip

    def _year(self, column: Column, label: Label) -> int | None:
        stated = re.search(r"20\d\d", label.year) if label.year else None
        if stated or column.year:
            return int(stated[0]) if stated else column.year
        year = self.document.fiscal_year
        return year + int(column.keys.get("year", 0)) if year else None

    def _expense(self, column: Column, label: Label) -> dict[str, str]:
        """Return item and concept where the columns, or the rows, are the three public expenses."""
        if not self.concepts and label.item:
            concept = label.keys.get("concept", "")
            return {"item": label.item, "concept": "three_public" if concept == "grand_total" else concept}
        whole = "grand_total" if self._sums_more(column) else "three_public"
        named = [t for t in column.path if (row := lookup(plain(t), self.table.slug)) and row.get("concept")]
        if not named or plain(column.path[-1]) in ("合计", "总计"):
            return {"concept": column.keys.get("concept") or whole, "item": "合计", "code_kind": "expense"}
        return {"concept": column.keys["concept"], "item": named[-1], "code_kind": "expense"}

    def _sums_more(self, column: Column) -> bool:
        """Say whether a sum without a name of its own may sum other expenses than the three public ones."""
        group = column.path[:-1]
        beside = [
            c for c in self.table.columns if group and c.path[: len(group)] == group and c is not column
        ]
        named = {c.keys.get("concept") for c in beside if c.role in ("amount", "memo")}
        return "three_public" in self.concepts and not (named and named <= set(EXPENSES))

    def _said(self, label: Label) -> dict[str, str]:
        """Return what the labels of a row say of its figures, and its finest classification."""
        rows = self.table.form.rows
        said = {**label.keys, "item": label.item, "code": ""}
        if "增减" in label.year:
            said["measure"] = "change"
        if label.codes:
            said["code_kind"] = rows if rows in label.codes else next(iter(label.codes))
            said["code"] = label.codes[said["code_kind"]]
        elif not label.item:
            said["code_kind"] = "project" if label.project else "unit" if label.unit else rows
            said["item"] = label.project or label.unit
        elif label.item == label.unit:
            said["code_kind"] = "unit"
        elif label.project and rows != "purchase":
            said["code_kind"] = "project"
        elif rows == "function" and self.table.form.direction == "revenue" and label.keys.get("fund"):
            said["code_kind"] = "line"  # a table of revenue by source
        return said

    def _unread(self, grid: Grid, cell: Cell, why: str) -> None:
        self.out.unread.append(self.source.cell(grid, cell, why))
