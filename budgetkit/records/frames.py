"""Records <-> DataFrames, by the data dictionary (``fields.csv``): the only place that knows the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from ..knowledge import frame_fields
from .rows import Figure, Indicator, Unread, UnreadKind

TABLES = (
    "documents",
    "forms",
    "line_items",
    "blanks",
    "stated",
    "indicators",
    "unread",
    "measures",
    "checks",
    "suspects",
)
"""The tables of a document."""

BUILT = (*TABLES, "failures")
"""The tables of a build: those of its documents, and the documents that could not be read."""


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
    (1, 9)
    """
    rows = list(rows)
    if not rows:
        return _empty(name).copy()
    columns = {}
    for spec in frame_fields(name):
        key = spec["name"]
        default = "" if spec["type"] == "string" else None
        columns[key] = _array([row.get(key, default) for row in rows], spec["type"])
    return pd.DataFrame(columns, copy=False)


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({spec["name"]: _array([], spec["type"]) for spec in frame_fields(name)})


_MASKED: dict[
    str, tuple[str, Any, Any]
] = {  # kind of array that plain values make, its class, what fills gaps
    "integer": ("i", pd.arrays.IntegerArray, 0),
    "number": ("f", pd.arrays.FloatingArray, 0.0),
    "boolean": ("b", pd.arrays.BooleanArray, False),
}


def _array(values: Sequence[Any], kind: str) -> Any:
    """Return a column of a type of the dictionary: ``pd.array``, without its search for what values are.

    >>> _array([1, None, 3], "integer").tolist(), _array(["a", ""], "string").tolist()
    ([1, <NA>, 3], ['a', ''])
    """
    if kind == "string":
        dtype = pd.StringDtype()
        texts = dtype.storage == "python" and set(map(type, values)) <= {str}
        return pd.arrays.StringArray(np.array(values, object)) if texts else pd.array(values, dtype=dtype)
    letter, made, gap = _MASKED[kind]
    missing = np.array([value is None for value in values], bool)
    plain = np.array([gap if value is None else value for value in values])
    if plain.dtype.kind != letter or plain.dtype.itemsize not in (1, 8):  # numbers of a mixed kind
        return pd.array(values, dtype=DTYPES[kind])
    return made(plain, missing)


Record = Figure | Indicator | Unread
RECORDS: dict[str, type[Record]] = {
    "line_items": Figure,
    "blanks": Figure,
    "stated": Figure,
    "indicators": Indicator,
    "unread": Unread,
}
"""The tables whose rows are records."""

NO_FIGURES = "; no figures stand under it"
"""How the reason of a :class:`Unread` of kind ``spare_header`` ends."""

REMARK, COUNT = "money within a text, which is no figure of the table", "a count, not an amount"
"""The reasons of an :class:`Unread` of kind ``aside``."""

DOUBT = "recognised with doubt"
"""The reason of what a picture does not show clearly enough."""

_ATTRIBUTES = {
    "line_id": "id",
    "stated_id": "id",
    "fiscal_year": "year",
    "amount_fen": "fen",
    "step_fen": "step",
    "file": "file_name",
}
"""Columns whose attribute has another name."""

_PLACE = re.compile(r":p(\d+)\.(\d+)\Z")


def to_frame(name: str, records: Sequence[Record]) -> pd.DataFrame:
    """Return records as the table `name`, with the columns and dtypes of the data dictionary.

    Parameters
    ----------
    name : str
        A key of :data:`RECORDS`.
    records : sequence of Figure, Indicator or Unread

    Examples
    --------
    >>> to_frame("unread", [Unread("x", "x.pdf", page=2, printed="1,13.10", why="no amount")]).shape
    (1, 9)
    """
    if not records:
        return _empty(name).copy()
    columns = {}
    fields = dict(zip(RECORDS[name]._fields, zip(*records, strict=True), strict=True))
    for spec in frame_fields(name):
        attribute = _ATTRIBUTES.get(spec["name"], spec["name"])
        values = fields.get(attribute) or tuple(map(attrgetter(attribute), records))
        if name == "stated" and spec["name"] == "step_fen":  # a count and a percentage have none
            values = tuple(f.step if f.fen is not None else None for f in records if isinstance(f, Figure))
        columns[spec["name"]] = _array(values, spec["type"])
    return pd.DataFrame(columns, copy=False)


def from_frame(name: str, data: pd.DataFrame, files: Sequence[str] = ()) -> list[Any]:
    """Return the rows of a table as records; a column that `data` lacks has its default.

    Parameters
    ----------
    name : str
        A key of :data:`RECORDS`.
    data : DataFrame
    files : sequence of str
        Names of the files of the disclosure; with more than one, ``file`` of each record is its number.
    """
    kind = RECORDS[name]
    given = data.rename(columns=_ATTRIBUTES)
    values = {
        field: given[field].to_numpy(dtype=object, na_value=default).tolist()
        for field, default in kind._field_defaults.items()
        if field in given
    }
    if len(files) > 1 and "file_name" in given:
        number = {file: n for n, file in enumerate(files, 1)}
        values["file"] = [number.get(file, 0) for file in values["file_name"]]
    if "sentence_id" in given:
        places = [_PLACE.search(text) for text in given["sentence_id"].fillna("")]
        values["paragraph"] = [int(m[1]) if m else 0 for m in places]
        values["sentence"] = [int(m[2]) if m else 0 for m in places]
    if kind is Unread and len(data):
        values["kind"] = [
            _kind(*row) for row in zip(*(values[k] for k in ("table", "row", "why")), strict=True)
        ]
    columns = [values.get(f, [kind._field_defaults[f]] * len(data)) for f in kind._fields]
    new = tuple.__new__  # what kind._make does, without its call
    return [new(kind, row) for row in zip(*columns, strict=True)]


def _kind(table: int | None, row: int | None, why: str) -> UnreadKind:
    if table is None:
        return "page"
    if row is not None:
        return "aside" if why in (REMARK, COUNT) else "cell"
    return "spare_header" if why.endswith(NO_FIGURES) else "header"
