"""Score the reading of prose against what people read in it: ``python -m benchmarks narratives DIR [--misses]``.

``tests/data/narratives/NAME.csv`` lists what the prose of ``DIR/NAME.txt`` states, one row a figure in the
order of the text, written down by eye. ``n`` counts the numbers of the text (:func:`marks`); a statement
without a number (持平, 无) has the ``n`` of the number before it and a half. Rows are aligned with
``Disclosure.stated`` by their place in the text, never by what they mean.

A row is right if concept, role, amount, unit, flow, direction of change and year all agree, and the name
where the concept needs one. Fund and base year are counted apart. Rows marked ``optional`` (a denial
inside a reason, a count of bodies, the remnant of a table) count neither as missed nor as wrong, nor does
what else was read between two of them.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import budgetkit as bk
from budgetkit.amounts import parse
from budgetkit.errors import AmountError
from budgetkit.records import Figure, Unread
from tests.support import DATA

KEYS = DATA / "narratives"
FIELDS = ("concept", "item", "role", "amount", "unit", "flow", "way", "year")
NAMED = ("function_class", "function_item", "economic_class", "vehicles_to_buy", "")
"""Concepts whose rows are told apart by their name."""

_NUMBER = re.compile(r"\d(?:[\d,.，]*\d)?(?:\n(?=[\d.]))?(?:[\d,.]*\d)?")
_ONE = {
    "general_public": "public_revenue",
    "general_public_expenditure": "public_expenditure",
    "general_public_budget": "public_budget",
    "economic_item": "economic_class",
}
"""Concepts of the package that the key does not tell apart."""
_BOTH_SIDES = re.compile(r"(?:total|fiscal|public|government_fund|state_capital)_budget")
_AFFIX = re.compile(r"(?:支出预算|支出|预算|经费|资金|费用|费)$")

Row = dict[str, Any]


@dataclass
class Score:
    """Counts of one narrative, and its differences, one text each."""

    keys: int = 0
    found: int = 0
    right: int = 0
    missed: int = 0
    listed: int = 0
    funds: tuple[int, int] = (0, 0)
    bases: tuple[int, int] = (0, 0)
    differences: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Key rows that were read right, of all key rows."""
        return self.right / self.keys if self.keys else 1.0

    @property
    def precision(self) -> float:
        """Extracted rows that are right, of all extracted rows."""
        return self.right / self.found if self.found else 1.0

    def __iadd__(self, other: Score) -> Score:
        for name in ("keys", "found", "right", "missed", "listed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.funds = (self.funds[0] + other.funds[0], self.funds[1] + other.funds[1])
        self.bases = (self.bases[0] + other.bases[0], self.bases[1] + other.bases[1])
        return self


# where things stand


def squash(text: str) -> str:
    """Drop all white space."""
    return "".join(text.split())


def marks(text: str) -> list[int]:
    """Return where the numbers of a text begin, counted without white space; years (2024年) are none.

    >>> marks("2024年预算 5 万元")
    [7]
    """
    return [
        len(squash(text[: m.start()]))
        for m in _NUMBER.finditer(text)
        if not (re.fullmatch(r"(19|20)\d\d", m[0]) and text[m.end() : m.end() + 1] in ("年", "-", ""))
    ]


def places(disclosure: bk.Disclosure, text: str) -> dict[int, list[tuple[int, int]]]:
    """Return, by paragraph, offset in the paragraph and place in the squashed text of each printed line."""
    whole, at = squash(text), 0
    found: dict[int, list[tuple[int, int]]] = {}
    for paragraph in disclosure.prose:
        starts = [start for start, _, _ in paragraph.lines]
        for start, end in zip(starts, [*starts[1:], len(paragraph.text)], strict=True):
            line = squash(paragraph.text[start:end])
            place = whole.find(line, at)
            if place < 0:
                raise ValueError(f"{disclosure.document.document_id}: {line!r} is not in the text")
            found.setdefault(paragraph.number, []).append((start, place))
            at = place + len(line)
    return found


def slots(disclosure: bk.Disclosure, found: Sequence[Figure | Unread], text: str) -> list[float]:
    """Return the ``n`` of each record: of its number, else of the number before it and a half."""
    prose = {p.number: p for p in disclosure.prose}
    lines, numbers = places(disclosure, text), marks(text)
    out = []
    for record in found:
        paragraph, start, end = prose[record.paragraph], record.start or 0, record.end or 0
        worded = is_word(record._asdict())
        offset = end - 1 if worded and getattr(record, "role", "") == "change" else start
        offset += (
            0 if worded else len(paragraph.text[offset:]) - len(paragraph.text[offset:].lstrip("-－−"))
        )  # a sign
        start, place = max(line for line in lines[paragraph.number] if line[0] <= offset)
        at = place + len(squash(paragraph.text[start:offset]))
        before = sum(number <= at for number in numbers)
        out.append(before + 0.5 if worded else float(before))
    return out


def is_word(row: Row) -> bool:
    """Tell a statement without a number (持平, 无)."""
    return row.get("role") == "absent" or not re.match(r"-?\d", str(row["printed"]))


# what agrees


@cache
def vocabulary() -> frozenset[str]:
    """Return the concepts that the key tells apart; any other one of the package has its name instead."""
    return frozenset(row["concept"] for path in KEYS.glob("*.csv") for row in read_key(path.stem))


@cache
def _plain(item: str) -> str:
    item = re.sub(r"[（(](?:类|款|项)[）)]|[“”\"《》‘’\s]", "", item).replace("(", "（").replace(")", "）")
    while (short := _AFFIX.sub("", item)) != item and short:
        item = short
    return item


def same_item(key: str, got: str, kind: bool = False) -> bool:
    """Tell whether two names are one: a path may be given from its printed part, or its last name only.

    A `kind` may be named in short (业务用车).
    """
    if kind and key.endswith(got):
        return True
    a, b = ([_plain(part) for part in re.split(r"/", x)] for x in (key, got))
    short = min(len(a), len(b))
    return a[-short:] == b[-short:] or a[-1] == b[-1]


def as_key(figure: Figure) -> Row:
    """Say a figure of the prose in the words of the key."""
    concept = _ONE.get(figure.concept, figure.concept)
    if figure.item == "委托业务费":  # the package files this economic 款 with what is bought from others
        concept = "economic_class"
    if concept.startswith("vehicles_to_buy_"):
        concept = "vehicles_to_buy"
    prior = figure.role == "prior"
    return {
        **figure._asdict(),
        "sentence_id": figure.sentence_id,
        "concept": concept if concept in vocabulary() else "",
        "flow": "both" if _BOTH_SIDES.fullmatch(concept) else figure.direction,
        "way": figure.change_direction,
        "year": figure.base_year if prior else figure.year,
        "base_year": "" if prior else figure.base_year,
    }


def _number(value: Any) -> str:
    return "" if value is None or value == "" else str(int(value))


def _amount(key: Row, got: Row) -> bool:
    """Tell whether the printed number came out: in fen, or as it stands."""
    if is_word(key):
        return True
    printed = key["printed"].replace(",", "").replace("，", "")
    if not got["unit"] or got["fen"] is not None:
        try:
            fen = parse(printed, "万元" if key["unit"] == "万" else key["unit"] or "元").fen
        except AmountError:
            return False
        return abs(got["fen"]) == fen
    return math.isclose(abs(float(got["value"])), float(printed))


def _unit(key: str, got: str) -> bool:
    fold = {"个百分点": "%", "百分点": "%"}
    return fold.get(key, key)[:1] == fold.get(got, got)[:1]


def disagreements(key: Row, got: Row) -> list[tuple[str, str, str]]:
    """Return the fields of two aligned rows that differ: name, key, extracted."""
    role = "percent" if key["role"] == "completion" else key["role"]
    other_is_unit = {key["concept"], got["concept"]} == {"unit", "other"} and "其他资金" in got["item"]
    named = key["concept"] in NAMED and got["concept"] == key["concept"]
    plain = key["concept"] == "vehicles_to_buy" and not key["item"]
    zero_without_unit = got["role"] != "absent" and not got["unit"] and key["printed"].strip("0.") == ""
    same = {
        "concept": key["concept"] == got["concept"] or other_is_unit,
        "item": not named
        or plain
        or same_item(key["item"], got["item"], key["concept"] == "vehicles_to_buy"),
        "role": role == got["role"],
        "amount": _amount(key, got),
        "unit": is_word(key) or zero_without_unit or _unit(key["unit"], got["unit"]),
        "flow": key["flow"] == got["flow"],
        "way": key["way"] == got["way"],
        "year": key["year"] == _number(got["year"]),
    }
    pairs = {"amount": (key["printed"], got["printed"])}
    return [
        (name, *map(str, pairs.get(name, (key.get(name), got.get(name)))))
        for name in FIELDS
        if not same[name]
    ]


# alignment


def align(keys: Sequence[Row], rows: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Pair the rows of one place of the text in their order, most agreement first where some are left over."""
    best: dict[tuple[int, int], tuple[int, list[tuple[Row | None, Row | None]]]] = {(0, 0): (0, [])}
    for i in range(len(keys) + 1):
        for j in range(len(rows) + 1):
            choices = [best[i, j]] if (i, j) == (0, 0) else []
            if i:
                choices.append((best[i - 1, j][0], [*best[i - 1, j][1], (keys[i - 1], None)]))
            if j:
                choices.append((best[i, j - 1][0], [*best[i, j - 1][1], (None, rows[j - 1])]))
            if i and j and (keys[i - 1]["role"] == "absent") == (rows[j - 1]["role"] == "absent"):
                gain = 100 - len(disagreements(keys[i - 1], rows[j - 1]))
                score, pairs = best[i - 1, j - 1]
                choices.append((score + gain, [*pairs, (keys[i - 1], rows[j - 1])]))
            best[i, j] = max(choices, key=lambda choice: choice[0])
    return best[len(keys), len(rows)][1]


def pairs(
    keys: Sequence[Row], rows: Sequence[Row], at: Sequence[float]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Yield key and extracted row of each place of the text; one of them is None where it has none."""
    for n in sorted({float(key["n"]) // 0.5 / 2 for key in keys} | set(at)):
        here = [key for key in keys if float(key["n"]) // 0.5 / 2 == n]
        yield from align(here, [row for row, place in zip(rows, at, strict=True) if place == n])


# scores


def read_key(name: str) -> list[Row]:
    """Read what was written down about one narrative."""
    with (KEYS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score(path: Path) -> Score:
    """Score one narrative against its key."""
    text = path.read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        disclosure = bk.read(path)
    figures = sorted(disclosure.records("stated"), key=lambda f: (f.paragraph, f.start))
    unread = [u for u in disclosure.records("unread") if u.kind == "number"]
    listed = set(slots(disclosure, unread, text))
    rows = [as_key(figure) for figure in figures]
    found = list(pairs(read_key(path.stem), rows, slots(disclosure, figures, text)))
    optional = [key["optional"] if key else None for key, _ in found]
    result = Score()
    for i, (key, row) in enumerate(found):
        before = next((o for o in reversed(optional[:i]) if o is not None), "")
        after = next((o for o in optional[i + 1 :] if o is not None), before)
        if not (optional[i] if key else before and after):
            _count(result, path.stem, key, row, listed)
    return result


def _count(result: Score, name: str, key: Row | None, row: Row | None, listed: set[float]) -> None:
    result.keys += key is not None
    result.found += row is not None
    if key is None:
        assert row is not None
        what = f"{row['role']} {row['concept'] or row['item']}"
        result.differences.append(f"{name} {row['sentence_id']} {row['printed']}: only extracted: {what}")
    elif row is None:
        seen = float(key["n"]) in listed
        result.missed, result.listed = result.missed + 1, result.listed + seen
        what = f"{key['role']} {key['concept'] or key['item']}"
        result.differences.append(f"{name} n{key['n']} {key['printed']}: missed{' (listed)' * seen}: {what}")
    else:
        different = disagreements(key, row)
        result.right += not different
        result.funds = (result.funds[0] + (key["fund"] == row["fund"]), result.funds[1] + 1)
        if key["base_year"]:
            same = key["base_year"] == _number(row["base_year"])
            result.bases = (result.bases[0] + same, result.bases[1] + 1)
        start = f"{name} n{key['n']} {key['printed']}: "
        result.differences += [f"{start}{f}: {a} | {b}" for f, a, b in different]


def names(folder: Path) -> list[Path]:
    """Return the narratives of a folder that have a key."""
    return [path for path in sorted(folder.glob("*.txt")) if (KEYS / f"{path.stem}.csv").exists()]


def report(scores: dict[str, Score]) -> str:
    """Return the table, one row a narrative and one in all."""
    total = Score()
    for one in scores.values():
        total += one
    head = "| narrative | key rows | extracted | recall | precision | missed | of these listed | fund | base year |"
    lines = [head, "|---" + "|--:" * 8 + "|"]
    for name, s in [*scores.items(), ("all", total)]:
        lines.append(
            f"| {name} | {s.keys} | {s.found} | {s.recall:.1%} | {s.precision:.1%} | {s.missed} | {s.listed} "
            f"| {_share(s.funds)} | {_share(s.bases)} |"
        )
    return "\n".join(lines)


def _share(part: tuple[int, int]) -> str:
    return f"{part[0] / part[1]:.1%}" if part[1] else "–"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="list every difference")
    options = parser.parse_args()
    scores = {path.stem: score(path) for path in names(options.folder)}
    for one in scores.values() if options.misses else ():
        print("\n".join(one.differences))
    print(report(scores))
