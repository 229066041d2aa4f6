"""Named check of codes and the names that they bear (科目编码、科目名称).

The names are those that two collected disclosures or more print (``data/functional.csv``,
``economic.csv``, each in its years), and other spellings (``data/code_names.csv``). A code that none of
them knows is not wrong for that; a code of a class that does not exist is worth a look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...knowledge import codes_named, names_in
from ...rulebook import Check, Ledger, Outcome, absent_form
from ...text import plain

LENGTHS = {"function": (3, 5, 7), "economic": (3, 5)}
"""The lengths that codes of a classification have: 类, 款, 项."""


def valid_codes(ledger: Ledger, forms: tuple[str, ...]) -> Iterator[Check]:
    """Codes have 3, 5 or 7 digits, are known, and bear the name that they have in the document's year."""
    for form in forms:
        if absent := absent_form(ledger, form):
            yield absent
            continue
        rows = {
            (f.code_kind, f.code, f.item): f for f in ledger.forms[form] if f.code_kind in LENGTHS and f.code
        }
        if rows:
            yield from _code_checks(ledger, form, rows)
        else:
            yield Check.not_applicable(form, f"{form} prints no codes")


def _code_checks(ledger: Ledger, form: str, rows: Iterable[tuple[str, str, str]]) -> Iterator[Check]:
    bad: dict[str, set[str]] = {k: set() for k in ("length", "class", "code", "name")}
    codes, named, twice = set(), 0, set()
    for kind, code, item in rows:
        codes.add(code)
        names, name = names_in(kind, ledger.year), plain(item)
        if len(code) not in LENGTHS[kind] or not code.isdigit():
            bad["length"].add(code)
        elif code not in names:
            bad["code" if code[:3] in names else "class"].add(code)
        elif name and names[code]:
            named += 1
            if not _valid(name, names[code]):
                bad["name"].add(f"{code} {item}")
                twice |= set(_twice(kind, code, item, rows))
    words = _listed(len(codes), "have another length (local extensions or misprints)", bad["length"])
    yield Check.holds(f"{form} / length", not bad["length"], words)
    if bad["class"]:
        yield Check(f"{form} / known", "fail", _listed(len(codes), "are of no known class", bad["class"]))
    else:
        outcome: Outcome = "insufficient" if bad["code"] else "exact"
        yield Check(f"{form} / known", outcome, _listed(len(codes), "are not known", bad["code"]))
    if named:
        words = "; ".join([_listed(named, "bear another name", bad["name"]), *sorted(twice)])
        yield Check.holds(f"{form} / named", not bad["name"], words)


def _twice(kind: str, code: str, item: str, rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Say that a code is printed for two names, of which one belongs to another code."""
    others = {other for of, mine, other in rows if (of, mine) == (kind, code) and other != item}
    for own in codes_named(kind, 1, 2, 3).get(item, ()):
        if len(own) == len(code):
            yield from (f"{code} is printed for {other} and for {item}, which is {own}" for other in others)


def _valid(name: str, names: Iterable[str]) -> bool:
    """Say whether a name, or what the edge of a cell or page leaves of it, is one of some names."""
    return any(full.startswith(name) and 2 * len(name) >= len(full) for full in names)


def _listed(total: int, what: str, bad: Iterable[str]) -> str:
    shown = sorted(bad)
    if not shown:
        return f"{total} codes"
    return f"{len(shown)} of {total} codes {what}: {', '.join(shown[:8])}{' …' if len(shown) > 8 else ''}"
