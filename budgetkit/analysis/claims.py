"""Sentences and the printed figures that they rest on: what a notebook says can be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from ..amounts import as_printed
from ..errors import ExtractionError
from ..knowledge import coded, message
from ..records import LINE_ID

ID_COLUMNS = ("line_id", "stated_id", "level_id", "change_id", "line_ids")
"""Columns that hold such ids, in the tables of the package and in what :mod:`budgetkit.analysis` returns."""

COLUMNS = ("claim", "figure", "document", "page", "line_id")

_SHOWN = ("document_id", "page", "printed", "unit", "item", "concept", "form")

_MARKS = re.compile(r"\*\*|`")


class Sentence(str):
    """A text that a notebook shows as Markdown."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


class Traced(pd.DataFrame):
    """The table of :attr:`Claims.traceability`; as plain text each claim once, its figures below it."""

    def __repr__(self) -> str:
        lines: list[str] = []
        for (claim, figure), row in zip(self.index, self.to_numpy(), strict=True):
            lines += [] if claim in lines else [claim]
            document, page, line_id = row
            pages = message("page", pages=page) if page else ""
            place = message("list").join(part for part in (document, pages, line_id) if part)
            lines.append(f"  {figure}: {place}")
        return "\n".join(lines)


class _Rest(NamedTuple):
    """What one claim rests on: ids of printed figures, and files with the number of rows used."""

    text: str
    ids: tuple[str, ...]
    files: tuple[tuple[str, int], ...]


class Claims:
    """Collects what a notebook claims, each with the printed figures that it rests on.

    Parameters
    ----------
    *known : Disclosure or DataFrame
        Where the figures are looked up: disclosures, or tables with ``line_id`` or ``stated_id``
        (``line_items``, ``blanks``, ``stated``, of one document, of ``processed/`` or of the panel).
    most : int
        How many figures of one claim :attr:`traceability` lists one by one; of more, it counts the rest.

    Examples
    --------
    >>> items = pd.DataFrame({
    ...     "line_id": ["x:p6t1r19c4", "x:p6t1r1c2"], "document_id": "x", "page": 6,
    ...     "item": ["劳务费", "合计"], "printed": ["155.04", "367.10"], "unit": "万元"})
    >>> claims = Claims(items)
    >>> claims.say(f"Labour services are {155.04 / 367.10:.0%}.", items)
    'Labour services are 42%.'
    >>> claims.traceability.reset_index()[["figure", "page", "line_id"]].values.tolist()
    [['155.04 万元, 劳务费', '6', 'x:p6t1r19c4'], ['367.10 万元, 合计', '6', 'x:p6t1r1c2']]
    """

    def __init__(self, *known: Any, most: int = 8) -> None:
        self.most = most
        self._rests: list[_Rest] = []
        self._known: dict[str, Mapping[str, Any]] = {}
        for table in known:
            self._learn(table)

    def _learn(self, table: Any) -> None:
        frames = [table] if isinstance(table, pd.DataFrame) else _tables(table)
        for frame in frames:
            key = next((k for k in ("line_id", "stated_id") if k in frame), None)
            if key is None:
                raise ExtractionError(f"a table without line_id or stated_id: {', '.join(frame.columns)}")
            shown = [c for c in (key, *_SHOWN) if c in frame]
            for row in frame[shown].to_dict("records"):
                self._known[str(row[key])] = {str(k): v for k, v in row.items()}

    def say(self, text: str, *on: Any, **files: Any) -> Sentence:
        """Note a claim with what it rests on, and return it as a sentence that a notebook shows.

        Parameters
        ----------
        text : str
            The sentence, its figures worked out (an f-string), in Markdown.
        *on : str, Series, DataFrame, or iterables of these
            What it rests on: an id, a text that holds ids (``line_ids`` of a check), a row or rows with a
            column of :data:`ID_COLUMNS`.
        **files : int or DataFrame
            What it rests on besides: rows of a committed file, by the file's name without its ending, as
            their number or as the rows (``observed_values=rows``); a name with a dot is that of the file
            (``**{"panel/indicators.parquet": rows}``).

        Raises
        ------
        ExtractionError
            It rests on nothing, or on a figure that is in none of the tables known.
        """
        ids = tuple(dict.fromkeys(i for thing in on for i in ids_of(thing)))
        if unknown := [i for i in ids if i not in self._known]:
            raise ExtractionError(f"no figure {unknown[0]!r} in the tables that the claims know")
        counts = {name: len(n) if hasattr(n, "__len__") else int(n) for name, n in files.items()}
        if not ids and not any(counts.values()):
            raise ExtractionError(f"a claim that rests on no figure: {text!r}")
        self._rests.append(_Rest(_MARKS.sub("", text), ids, tuple(counts.items())))
        return Sentence(text)

    @property
    def traceability(self) -> pd.DataFrame:
        """One row a claim and figure: the figure as printed, its document and page, its id."""
        rows = [row for rest in self._rests for row in self._rows(rest)]
        names = [message(f"claims.{column}") for column in COLUMNS]
        return Traced(pd.DataFrame(rows, columns=names).set_index(names[:2]))

    def _rows(self, rest: _Rest) -> Iterator[tuple[str, str, str, str, str]]:
        shown = rest.ids if len(rest.ids) <= self.most + 1 else rest.ids[: self.most]
        for line_id in shown:
            row = self._known[line_id]
            yield rest.text, _figure(row), _text(row, "document_id"), _text(row, "page"), line_id
        if more := rest.ids[len(shown) :]:
            documents = {str(self._known[i].get("document_id", "")) for i in more}
            where = documents.pop() if len(documents) == 1 else message("claims.documents", n=len(documents))
            yield rest.text, message("claims.more", n=len(more)), where, "", f"{more[0]} …"
        for name, n in rest.files:
            yield rest.text, message("claims.rows", n=n), name if "." in name else f"{name}.csv", "", ""


def ids_of(thing: Any) -> list[str]:
    """Return the ids of printed figures in a text, a row, rows, or an iterable of these.

    >>> ids_of("x:p9t1r1c2 = x:p9t1r2c2 + x:p9t1r7c2")
    ['x:p9t1r1c2', 'x:p9t1r2c2', 'x:p9t1r7c2']
    >>> ids_of(pd.Series({"level_id": "x:s3", "change_id": "x:s4"}))
    ['x:s3', 'x:s4']
    """
    if isinstance(thing, str):
        return LINE_ID.findall(thing)
    if isinstance(thing, pd.Series) and not set(ID_COLUMNS) & set(map(str, thing.index)):
        return ids_of(thing.tolist())
    if isinstance(thing, (pd.DataFrame, pd.Series)):
        rows = thing.to_frame().T if isinstance(thing, pd.Series) else thing
        columns = [c for c in ID_COLUMNS if c in rows]
        return [
            i for row in rows[columns].astype(str).to_numpy() for text in row for i in LINE_ID.findall(text)
        ]
    return [i for part in thing for i in ids_of(part)] if isinstance(thing, Iterable) else []


def _tables(disclosure: Any) -> list[pd.DataFrame]:
    return [disclosure.line_items, disclosure.blanks, disclosure.stated]


def _figure(row: Mapping[str, Any]) -> str:
    """Say what is printed: the amount with its unit and what it is of, or that the place is blank."""
    amount = as_printed(_text(row, "printed"), _text(row, "unit"))
    found = ((key, _text(row, key)) for key in ("item", "concept", "form"))
    of = next((coded(key, words) for key, words in found if words), "")
    return message("list").join(part for part in (amount or message("blank"), of) if part)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    return "" if pd.isna(value) else re.sub(r"\s*\n\s*", "", str(value).strip())  # a cell of two lines
