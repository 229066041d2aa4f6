"""What the texts above a column mean: looked up, completed where they are cut off, merged top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..knowledge import EXPENSES, Form, cut_off, words
from ..records import COLUMN
from ..text import plain, unnumbered

KEYS = (*COLUMN, "measure", "concept")

_YEAR = re.compile(r"(20\d\d)年?(?:度)?")
_UNIT = re.compile(r"\((?:单位:)?(?:亿|百万|万|千)?元\)")
_STRAY_UNIT = re.compile(r"(?:单?位:)?(?:亿|百万|万|千)?元")
_OF_WHICH = "其中:"
_BRACKET = re.compile(r"\(.*$")


@dataclass(slots=True)
class Heading:
    """What the texts above one column say together."""

    role: str = ""
    kind: str = ""
    part: int = 0
    year: int | None = None
    keys: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


@lru_cache(maxsize=8192)
def bare(label: str) -> tuple[str, int | None]:
    """Take the year and a unit in brackets off a folded header text.

    >>> bare("2024年预算数(万元)")
    ('预算数', 2024)
    """
    match = _YEAR.search(label)
    return _UNIT.sub("", _YEAR.sub("", label)).rstrip(":"), int(match[1]) if match else None


def lookup(label: str, slug: str) -> dict[str, str] | None:
    """Return the row of ``columns.csv`` for a folded header text in a form, or None."""
    text, year = bare(label)
    return words("columns").find(text, slug) if text else ({"role": "group"} if year else None)


@lru_cache(maxsize=8192)
def find(label: str, slug: str) -> dict[str, str] | None:
    """Return the row of ``columns.csv`` for a header text without year and unit, however it is printed.

    It may have 其中 or a number before it, the end of a unit from the line above it, or be cut off at an
    edge of its cell.

    >>> find("其中:(1)公务用车运行费", "three_public")["concept"], find("元预算金额", "procurement")["role"]
    ('vehicle_operation', 'amount')
    >>> find("务用车购置及运行维护", "three_public")["concept"], find("神秘支出", "three_public")
    ('vehicles', None)
    """
    table = words("columns")
    text = unnumbered(label.removeprefix(_OF_WHICH))[1]
    row = table.find(label, slug) or table.find(text, slug) if text else table.find(label, slug)
    if row is None and (unit := _STRAY_UNIT.match(text)):
        row = table.find(text[unit.end() :], slug)
    if row is None:
        found = cut_off("columns", text, slug) or cut_off("columns", _BRACKET.sub("", text), slug)
        row = found[1] if found else None
    return row


def merged(path: Sequence[str], form: Form) -> Heading:
    """Merge what the header texts of one column say, the lower text over the higher one."""
    said = Heading()
    of_which = told = False
    for text in path:
        label, stated = bare(plain(text))
        said.year = stated or said.year
        of_which = of_which or label.startswith(_OF_WHICH)
        row = find(label, form.slug) if label else None
        if row is None:
            said.unknown += [text] if label else []
            continue
        said.keys.update({k: row[k] for k in KEYS if row[k]})
        said.kind, said.part = row["kind"] or said.kind, int(row["part"] or said.part)
        said.role = said.role if row["role"] == "group" or said.role == "memo" else row["role"]
        of_which = of_which or row["measure"] == "memo"
        told = told or (of_which and row["concept"] in EXPENSES)
    told = told or said.keys.get("nature") in ("basic", "project", "personnel", "operating")
    if of_which and said.role == "amount":
        if told:
            said.keys.pop("measure", None)  # a part with a key of its own, not a part told apart
        else:
            said.role = "memo"
    said.role = _role(said, path)
    return said


def _role(said: Heading, path: Sequence[str]) -> str:
    """Return what a column is where its lowest text may mean nothing known."""
    if said.unknown and said.unknown[-1] == path[-1] and said.role not in ("project", "unit"):
        return "memo" if said.role in ("amount", "memo") else "unknown"
    if said.role:
        return said.role
    return "amount" if said.keys else "unknown" if path else "empty"


def unknown_group(path: Sequence[str], form: Form) -> tuple[str, ...]:
    """Return the texts down to an unknown one below which nothing says what a column is, () if there is none.

    >>> from ..knowledge import form_of
    >>> unknown_group(("神秘来源", "金额"), form_of("dept_revenue"))
    ('神秘来源',)
    >>> unknown_group(("神秘来源", "事业收入"), form_of("dept_revenue"))
    ()
    """
    for k in reversed(range(len(path) - 1)):
        row = find(bare(plain(path[k + 1]))[0], form.slug) or {}
        if any(row.get(key) for key in ("fund", "nature", "measure", "carried", "concept", "year")):
            return ()
        label = bare(plain(path[k]))[0]
        if label and not find(label, form.slug):
            return tuple(path[: k + 1])
    return ()
