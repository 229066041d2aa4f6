"""Whose a document is: names, renames, and whether it speaks of a department or of one unit alone.

Two documents are of one body where they give the same name, or where ``data/entities.csv`` says so with
its source. Names that differ and stand in no table are never taken for one body.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ...knowledge import table
from ...rulebook import Ledger
from ...text import plain


class Entity(NamedTuple):
    """Whose figures a document gives.

    ``body`` is the id of ``entities.csv``, "" where the name stands in no row; ``level`` is ``own`` for
    one unit alone (本级, a single 单位), ``whole`` for a department with its units, "" where it is not said.
    """

    name: str = ""
    body: str = ""
    level: str = ""
    region: str = ""
    source: str = ""


class Verdict(NamedTuple):
    """Whether two documents are of one body (None: not known), and why."""

    same: bool | None
    words: str


class Units(NamedTuple):
    """What a department's document says about the budget units that it takes in.

    ``expected`` is how many documents of units (its own level included) there should be, None where the
    document does not say so beyond doubt; ``text`` is where it lists them.
    """

    text: str = ""
    expected: int | None = None
    words: str = "the document does not count its budget units"

    def name(self, unit: str) -> bool:
        """Say whether a unit is named, its whole name and not as the beginning of another one."""
        return bool(unit) and re.search(rf"{re.escape(unit)}(?![\u4e00-\u9fff])", self.text) is not None


@cache
def _levels() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns of the words behind a name that say whose figures are meant; the longest first.

    机关 is such a word in brackets only: bodies are called so (机关事务管理局, 直属机关).
    """
    rows = [r for r in table("entities") if r["kind"] in ("own", "office", "whole")]
    patterns = []
    for row in sorted(rows, key=lambda r: -len(r["name"])):
        bare = "" if row["kind"] == "office" else f"|{row['name']}"
        level = "whole" if row["kind"] == "whole" else "own"
        patterns.append((re.compile(rf"(?<=.)(?:\({row['name']}\){bare})$"), level))
    return tuple(patterns)


@cache
def _words(*kinds: str) -> re.Pattern[str]:
    return re.compile("|".join(r["name"] for r in table("entities") if r["kind"] in kinds))


def split(name: str) -> tuple[str, str]:
    """Return a name without the words that say how much of the body is meant, and the level they say.

    >>> split("某市某局（本级）"), split("某市某局（汇总）"), split("某市某局")
    (('某市某局', 'own'), ('某市某局', 'whole'), ('某市某局', ''))
    """
    name = plain(name)
    for pattern, level in _levels():
        if match := pattern.search(name):
            return name[: match.start()], level
    return name, ""


@cache
def _known() -> dict[str, list[dict[str, str]]]:
    """Return the rows of bodies by name."""
    known: dict[str, list[dict[str, str]]] = {}
    for row in table("entities"):
        if row["kind"] == "name":
            known.setdefault(plain(row["name"]), []).append(row)
    return known


def identify(ledger: Ledger) -> Entity:
    """Read whose document a ledger is off what the document says."""
    about = ledger.document
    name, level = split(str(about.get("entity") or ""))
    if not level:
        level = {"department": "whole", "unit": "own"}.get(str(about.get("scope") or ""), "")
    rows = [
        row
        for row in _known().get(name, [])
        if ledger.year is None or int(row["since"] or 0) <= ledger.year <= int(row["until"] or 9999)
    ]
    body, source = (rows[0]["entity"], rows[0]["source"]) if rows else ("", "")
    return Entity(name, body, level, str(about.get("region") or ""), source)


def same(a: Ledger, b: Ledger) -> Verdict:
    """Say whether two documents are of one body."""
    one, two = identify(a), identify(b)
    for ledger, entity in ((a, one), (b, two)):
        if not entity.name:
            return Verdict(None, f"{ledger.document_id} does not say whose it is")
    if one.body and two.body:
        if one.body != two.body:
            return Verdict(False, f"{one.name} and {two.name} are different bodies (entities.csv)")
        names = f"{one.name} and {two.name} are one body" if one.name != two.name else one.name
        return Verdict(True, f"{names} (entities.csv: {two.source})")
    if one.name != two.name:
        return Verdict(None, f"{one.name} and {two.name}: no table says whether they are one body")
    if one.region and two.region and one.region != two.region:
        return Verdict(None, f"{one.name} in {one.region} and in {two.region}")
    return Verdict(True, f"both are of {one.name}")


# the units of a department ---------------------------------------------------------------------------

_NUMBERED = re.compile(r"\(?\d{1,2}[.、)].+")


_COUNTS = (
    re.compile(r"预算单位(?:共计|共有|共|为|有)?(?P<n>\d{1,4}|一)[个家]"),
    re.compile(r"(?P<n>\d{1,4}|一)[个家](?:所属|下属|二级)?预算单位"),
)


def units(ledger: Ledger) -> Units:
    """Return what a department's document says about the budget units that it takes in.

    Units without a budget of their own (不单列预算) are not expected to have a document. Whether the
    count includes the department's own level (本级) must be plain from the text.
    """
    runs = _runs(ledger)
    run = next((r for r in runs if any(_count(text) for text in r)), None)
    if run is None:
        return Units("\n".join(text for r in runs for text in r))
    at, found = next((n, m) for n, text in enumerate(run) if (m := _count(text)))
    number = int(found["n"].replace("一", "1"))
    if len({m["n"] for text in run if (m := _count(text))}) > 1:
        return Units("\n".join(run), None, "budget units are counted more than once, with different numbers")
    own = re.compile(rf"(?:{_words('own', 'office').pattern})\)?(?![\u4e00-\u9fff])")
    apart = sum(bool(_words("apart").search(text)) for text in run)
    besides = re.search(rf"(?:{_words('own', 'office').pattern})以及", run[at][: found.start()])
    within = own.search("\n".join([run[at][found.end() :], *run[at + 1 :]]))
    expected = number + bool(besides) - apart if besides or within else None
    said = [
        f"{number} budget units are counted",
        f"{apart} of them without a budget of their own" if apart else "",
    ]
    said += [
        "and its own level" if besides else "" if within else "with or without its own level is not said"
    ]
    return Units("\n".join(run), expected, ", ".join(w for w in said if w))


def _count(text: str) -> re.Match[str] | None:
    return next((m for pattern in _COUNTS if (m := pattern.search(text))), None)


def _runs(ledger: Ledger) -> list[list[str]]:
    """Return the runs of paragraphs that may list units: those that say so, and numbered ones after them."""
    runs: list[list[str]] = [[]]
    for paragraph in ledger.prose:
        text = plain(paragraph.text)
        numbered = _NUMBERED.fullmatch(text)
        goes_on = runs[-1] and (numbered or "单位" in text)
        if goes_on or (not numbered and _words("list").search(text)):
            runs[-1].append(text)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
