"""The rows that come out: documents, figures, indicators, and what was not read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

from ..knowledge import region_code

Place = tuple[int, int | None, int | None, int | None]
"""A row or a column: file, page, table on the page, number of the row or column."""


State = Literal["value", "zero", "blank", "dash", "doubtful", "proved"]
"""What stands in the place of an amount; a blank and a dash are no zero. An amount that was recognised on a
picture with doubt is ``doubtful``, and ``proved`` once an identity that closes exactly has no other term in
doubt."""

Phase = Literal["", "approved", "executed"]
"""Budget (预算) or final account (决算)."""

Role = Literal["", "level", "change", "prior", "share", "percent", "count", "absent"]
"""What a figure of the prose says of what it speaks of."""


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

    @property
    def region_code(self) -> str:
        """The code of its region by GB/T 2260 in its fiscal year, "" where it has none.

        >>> Document("x", region="上海市普陀区").region_code
        '310107'
        """
        return region_code(self.region, self.fiscal_year)


class Figure(NamedTuple):
    """One printed figure, or the empty place of one: a row of ``line_items``, ``blanks`` or ``stated``.

    The attributes are the columns of these tables, some under shorter names. ``fen`` is None where no
    amount is printed (blank, dash). ``file`` counts the files of a disclosure from 1, and is 0 where there
    is only one; ``page`` is that of the file; ``ref`` and ``ocr_score`` are the cell's
    ``ref`` and ``score``. ``role`` is "" for the figures of tables; ``paragraph`` and
    ``sentence`` count from 1 and are 0 for them. ``table_id``, which tells apart the tables of one form, and
    what is said of a share are in no table: ``share_of``, the words that say what it is of, the concepts that
    they may mean, and the fund that they name.
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
    budget_unit: str = ""
    project: str = ""
    header: str = ""
    concept: str = ""
    level: int | None = None
    is_total: bool = False
    year: int | None = None
    phase: Phase = ""
    fen: int | None = None
    state: State = "value"
    printed: str = ""
    unit: str = ""
    step: int = 0
    document_id: str = ""
    entity: str = ""
    region: str = ""
    file_name: str = ""
    file: int = 0
    page: int | None = None
    table: int | None = None
    row: int | None = None
    col: int | None = None
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    ref: str = ""
    ocr_score: float | None = None
    table_id: str = ""
    role: Role = ""
    section: str = ""
    within: str = ""
    value: float | None = None
    change_direction: str = ""
    base_year: int | None = None
    base: str = ""
    reason: str = ""
    share_of: str = ""
    of_concepts: tuple[str, ...] = ()
    of_fund: str = ""
    paragraph: int = 0
    sentence: int = 0
    start: int | None = None
    end: int | None = None
    adds: bool | None = None

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

    @property
    def said_in(self) -> tuple[int, int]:
        """The sentence that states the figure: number of its paragraph, and its own within that."""
        return self.paragraph, self.sentence

    @property
    def sentence_id(self) -> str:
        """The name of that sentence in ``stated``; "" for a figure of a table."""
        return f"{self.document_id}:p{self.paragraph:03d}.{self.sentence}" if self.sentence else ""


class Caption(NamedTuple):
    """A text at a printed table that names a form (``form``, its slug) or says whose it is (``entity``).

    ``file`` as in :class:`Figure`.
    """

    text: str = ""
    form: str = ""
    entity: str = ""
    file: int = 0
    page: int | None = None


class Indicator(NamedTuple):
    """One performance indicator (a row of ``indicators``); ``file`` as in :class:`Figure`."""

    document_id: str = ""
    form: str = ""
    project: str = ""
    budget_fen: int | None = None
    funding: str = ""
    category: str = ""
    indicator: str = ""
    weight: float | None = None
    operator: str = ""
    target: str = ""
    unit: str = ""
    is_core: bool | None = None
    file_name: str = ""
    file: int = 0
    page: int | None = None
    table: int | None = None
    row: int | None = None


# what two figures must share to speak of the same ---------------------------------------------------------

MONEY = ("direction", "fund", "nature", "carried")
"""Which money it is."""

PERIOD = ("year", "phase")
"""Of which year, and whether planned or spent."""

COLUMN = (*MONEY, *PERIOD)
"""What figures of one column share, and figures of columns that say the same."""

CODES = ("function_code", "economic_code")

ROW = ("code_kind", "label", "is_total")
"""What figures of rows that say the same share."""


def without(keys: tuple[str, ...], *less: str) -> tuple[str, ...]:
    """Return some keys without those that are known to differ, or not to matter.

    >>> without(MONEY, "carried")
    ('direction', 'fund', 'nature')
    """
    return tuple(key for key in keys if key not in less)


SUBJECT = ("concept", *without(MONEY, "carried"), *CODES)
"""What figures of the prose that speak of the same share, besides the name: see :func:`subject`."""

_subject = attrgetter(*SUBJECT)


def subject(figure: Figure) -> tuple[str, ...]:
    """Say what a figure of the prose speaks of: its keys, with its name where no concept says it.

    >>> subject(Figure(concept="reception", item="公务接待费", fund="fiscal"))
    ('', 'reception', '', 'fiscal', '', '', '')
    >>> subject(Figure(concept="economic_item", item="办公费"))[0]
    '办公费'
    """
    concept = figure.concept
    named = figure.item if not concept or concept.startswith(("function", "economic")) else ""
    return (named, *_subject(figure))


LINE_ID = re.compile(r"(?<![^\s=+-])[^\s=+-][^\s=+]*:(?:(?:f\d+)?p\d+t\d+r\d+c\d+|s\d+)")
"""The id of a printed figure, in a table or (``s…``) in the prose, wherever in a text."""


UnreadKind = Literal["cell", "aside", "header", "spare_header", "page", "number"]


class Unread(NamedTuple):
    """What could not be placed, parsed or understood (a row of ``unread``).

    ``kind`` says what it is: a cell, a number ``aside`` (in a cell that no figure of the form is missing
    from), a header (``spare_header``: no figures stand under it), something of a
    page as a whole, or a number of the prose, whose place ``paragraph``, ``sentence``, ``start`` and ``end``
    tell.
    """

    document_id: str = ""
    file_name: str = ""
    file: int = 0
    page: int | None = None
    table: int | None = None
    row: int | None = None
    col: int | None = None
    ref: str = ""
    printed: str = ""
    why: str = ""
    kind: UnreadKind = "cell"
    paragraph: int = 0
    sentence: int = 0
    start: int | None = None
    end: int | None = None
