"""Rows -> DataFrames with the columns and dtypes of the data dictionary (``data/fields.csv``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from .knowledge import frame_fields

Place = tuple[int, int | None, int | None, int | None]
"""A row or a column: file, page, table on the page, number of the row or column."""


class Figure(NamedTuple):
    """One printed figure, or the empty place of one: a line item, a blank or a stated figure.

    The attributes are the columns of ``line_items`` and ``stated``. ``fen`` is None where no amount
    is printed (blank, dash). ``file`` counts the files of a disclosure from 1, and is 0 where there is
    only one; ``page`` is that of the file. ``table_id`` tells apart the tables of one form; ``role`` is ""
    for the figures of tables.
    """

    id: str = ""
    form: str = ""
    direction: str = ""
    fund: str = ""
    carried: bool = False
    nature: str = ""
    measure: str = "amount"
    code_kind: str = ""
    function_code: str = ""
    economic_code: str = ""
    government_code: str = ""
    item: str = ""
    concept: str = ""
    level: int | None = None
    is_total: bool = False
    year: int | None = None
    phase: str = ""
    fen: int | None = None
    state: str = "value"
    step: int = 0
    unit: str = ""
    file: int = 0
    page: int | None = None
    table: int | None = None
    row: int | None = None
    col: int | None = None
    table_id: str = ""
    role: str = ""
    section: str = ""
    value: float | None = None
    printed: str = ""
    change_direction: str = ""
    base_year: int | None = None
    base: str = ""
    reason: str = ""
    sentence: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def code(self) -> str:
        """The code of the row: functional, or else economic; "" where none is printed."""
        if self.code_kind == "government_economic":
            return self.government_code or self.economic_code
        return (
            self.economic_code if "economic" in self.code_kind else self.function_code or self.economic_code
        )

    @property
    def label(self) -> str:
        """What the row is called in words such as ``public_expenditure / 208 / basic``."""
        if self.is_total and self.code_kind not in ("line", "expense") and not self.role:
            return "total"
        return self.code or self.concept or self.item or ("total" if self.is_total else self.form)

    @property
    def place(self) -> Place:
        """The printed row: file, page, table on the page, row."""
        return self.file, self.page, self.table, self.row

    @property
    def column(self) -> Place:
        """The printed column: file, page, table on the page, column."""
        return self.file, self.page, self.table, self.col


class Indicator(NamedTuple):
    """One performance indicator (a row of ``indicators``)."""

    form: str = ""
    project: str = ""
    budget_fen: int | None = None
    funding: str = ""
    indicator: str = ""
    weight: float | None = None
    operator: str = ""
    target: str = ""
    file: int = 0
    page: int | None = None
    table: int | None = None
    row: int | None = None


_RENAMED = {
    "id": ("line_id", "stated_id"),
    "year": ("fiscal_year",),
    "fen": ("amount_fen",),
    "step": ("step_fen",),
}


_RENAMED["sentence"] = ("sentence_id",)


def _column(data: pd.DataFrame, field: str, default: Any) -> list[Any]:
    name = next((n for n in (*_RENAMED.get(field, ()), field) if n in data), None)
    if name is None:
        return [default] * len(data)
    values: list[Any] = data[name].to_numpy(dtype=object, na_value=default).tolist()
    return values


def tuples(kind: Any, data: pd.DataFrame) -> list[Any]:
    columns = [_column(data, name, kind._field_defaults[name]) for name in kind._fields]
    new = tuple.__new__  # what kind._make does, without its call
    return [new(kind, row) for row in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says about itself; an attribute is "" or None where it says nothing.

    ``phase`` is ``approved`` for a budget (预算) and ``executed`` for a final account (决算);
    ``scope`` is ``department`` (部门) or ``unit`` (单位).
    """

    document_id: str
    title: str = ""
    entity: str = ""
    region: str = ""
    scope: str = ""
    fiscal_year: int | None = None
    phase: str = ""
    pages: int = 0


TABLES = (
    "documents",
    "forms",
    "line_items",
    "blanks",
    "stated",
    "indicators",
    "unread",
    "checks",
    "suspects",
)


DTYPES: dict[str, Any] = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return `rows` as the table `name` of the data dictionary.

    Every column of the dictionary is there, in its order and dtype, and no other; a key that a
    row lacks is missing (``<NA>``), an empty text in a text column stays an empty text.

    Raises
    ------
    KnowledgeError
        The dictionary knows no such table.

    Examples
    --------
    >>> frame("unread", [{"document_id": "x", "page": 2, "printed": "1,13.10", "why": "no amount"}]).shape
    (1, 8)
    """
    rows = list(rows)
    columns = {}
    for spec in frame_fields(name):
        key = spec["name"]
        default = "" if spec["type"] == "string" else None
        values = [row.get(key, default) for row in rows]
        columns[key] = pd.array(values, dtype=DTYPES[spec["type"]])
    return pd.DataFrame(columns)
