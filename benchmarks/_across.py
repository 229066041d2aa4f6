"""Documents of a folder of PDFs, written in each format and read back, against what their PDFs gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import budgetkit as bk
from benchmarks.written import KINDS, Content, content, write_all
from tests.support import same

FEWEST = 50
"""Figures in the tables of a document that is taken."""

_STATED = [
    "concept", "item", "role", "direction", "fund", "nature", "function_code", "economic_code", "fiscal_year",
    "amount_fen", "value", "printed", "unit", "change_direction", "base_year",
]  # fmt: skip
_EMPTY = [f for f in same.FIELDS if f not in ("amount_fen", "printed", "step_fen", "unit")]
Rows = Counter[tuple[str, ...]]
Named = tuple[str, str, bk.Disclosure]
"""A place, the name of a document, and what was read of it."""


class Truth(NamedTuple):
    """What a document gave: figures, blanks, indicators, figures of the prose, checks; whose it is."""

    figures: Rows
    blanks: Rows
    indicators: Rows
    stated: Rows
    checks: Rows
    whose: tuple[str, ...]


class Share(NamedTuple):
    """How many are as they should be, of how many, and how many are there besides."""

    same: int
    total: int
    more: int

    def __str__(self) -> str:
        more = f" + {self.more}" if self.more else ""
        return f"{self.same} of {self.total}{more}" if self.total + self.more else ""


class Tally(NamedTuple):
    """What became of a document in a kind of file."""

    figures: int
    right: int
    listed: int
    missing: int
    wrong: int
    blanks: Share
    indicators: Share
    stated: Share
    checks: Share
    whose: Share


def truth(d: bk.Disclosure, lacks: frozenset[tuple[int, int]] = frozenset()) -> Truth:
    """Return what of a disclosure must be the same in each format, but for some of its tables."""
    about = d.document

    def there(table: pd.DataFrame) -> pd.DataFrame:
        places = zip(table["page"], table["table"], strict=True)
        return table.loc[pd.Series([p not in lacks for p in places], index=table.index, dtype=bool)]

    return Truth(
        _figures(there(d.line_items)), _rows(there(d.blanks), _EMPTY), same.indicators(d, there),
        _rows(d.stated, _STATED), Counter() if lacks else same.checks(d),
        (about.entity, str(about.fiscal_year), about.phase),
    )  # fmt: skip


def _figures(table: pd.DataFrame) -> Rows:
    """Return the figures of tables; those that a page break repeats are left out, and breaks within one."""
    table = table[table["measure"] != "repeat"]
    return same.rows(table.assign(printed=table["printed"].str.replace(r"\s", "", regex=True)))


def _rows(table: pd.DataFrame, columns: Sequence[str]) -> Rows:
    return Counter(map(tuple, table[list(columns)].astype(str).itertuples(index=False)))


def chosen(folder: Path, each: int, places: Sequence[str]) -> Iterator[Named]:
    """Yield the first documents of each place whose tables are read."""
    for place in sorted(p for p in folder.iterdir() if p.is_dir()):
        taken = 0
        for path in sorted(place.glob("*.pdf")) if not places or place.name in places else ():
            with suppress(bk.BudgetkitError):
                d = bk.read(path)
                if len(d.line_items) >= FEWEST:
                    yield place.name, path.stem, d
                    taken += 1
            if taken == each:
                break


def judge(known: Truth, d: bk.Disclosure, prose: bool) -> tuple[Tally, list[str]]:
    """Compare what a file gave with what is known of it; return also what differs."""
    here = truth(d)
    here = here if known.checks else here._replace(checks=Counter())
    here, known = (
        (here, known) if prose else (here._replace(stated=Counter()), known._replace(stated=Counter()))
    )
    lacks = known.figures - here.figures
    unread = Counter("".join(text.split()) for text in d.unread["printed"])
    at = same.FIELDS.index("printed")
    listed = (Counter("".join(row[at].split()) for row in lacks.elements()) & unread).total()
    total, right = known.figures.total(), (known.figures & here.figures).total()
    more = (here.figures - known.figures).total()
    misses, shares = [], {}
    for name in ("figures", "blanks", "indicators", "stated", "checks"):
        there, back = getattr(known, name), getattr(here, name)
        shares[name] = Share((there & back).total(), there.total(), (back - there).total())
        misses += [f"{name} - {row}" for row in (there - back).elements()]
        misses += [f"{name} + {row}" for row in (back - there).elements()]
    if known.whose != here.whose:
        misses.append(f"whose - {known.whose} + {here.whose}")
    del shares["figures"]
    whose = Share(int(known.whose == here.whose), 1, 0)
    return Tally(total, right, listed, total - right - listed, more, **shares, whose=whose), misses


def measure(documents: Iterable[Named], kinds: Sequence[str], folder: Path, show: bool) -> int:
    """Write documents in kinds of files, print a row a kind; 1 if a figure is missing or wrong."""
    known: dict[str, Truth] = {}
    contents: dict[str, Content] = {}
    where: dict[str, str] = {}
    printed = 0
    for place, name, d in documents:
        made = content(d)
        known[name], contents[name], where[name] = truth(d, made.lacks), made, place
        printed += _figures(d.line_items).total()
    total = sum(t.figures.total() for t in known.values())
    print(
        f"{total} of {printed} figures; the others are in tables that cannot be put together over their pages\n"
    )
    heads = ("documents", "places", *Tally._fields)
    print("| format |" + "".join(f" {h} |" for h in heads) + "\n|---|" + "--:|" * len(heads))
    bad = 0
    for kind in kinds:
        found: list[Tally] = []
        for path in (paths := write_all(kind, contents, folder)):
            tally, misses = judge(known[path.stem], bk.read(path), KINDS[kind].prose)
            found.append(tally)
            print(*(f"{kind}: {path.stem}: {m}\n" for m in misses if show), sep="", end="")
        print(_line(kind, found, len({where[p.stem] for p in paths})), flush=True)
        bad += sum(t.missing + t.wrong for t in found)
    return int(bool(bad))


def _line(kind: str, found: Sequence[Tally], places: int) -> str:
    sums: list[object] = [kind, len(found), places]
    for column in zip(*found, strict=True):
        if isinstance(column[0], Share):
            sums.append(Share(*map(sum, zip(*column, strict=True))))
        else:
            sums.append(sum(column))
    return "| " + " | ".join(map(str, sums)) + " |"
