"""The worked cases of the rules: for each a made document in which it holds, and the change that breaks it."""

from __future__ import annotations

from typing import NamedTuple

from tests.support import DATA


class Case(NamedTuple):
    """A document for which a rule holds, and the one text that, changed, makes it fail."""

    text: str
    old: str
    new: str


def read_cases() -> dict[str, Case]:
    """Read tests/data/reconcile_cases.txt (its head explains the notation)."""
    named: dict[str, str] = {}
    cases: dict[str, Case] = {}
    text = (DATA / "reconcile_cases.txt").read_text(encoding="utf-8")
    for section in text.split("\n== ")[1:]:
        name, _, body = section.partition("\n")
        lines = body.strip("\n").split("\n")
        change = lines.pop().removeprefix("change ") if lines[-1].startswith("change ") else ""
        document_ = "\n".join(f"\n{named[line[1:]]}\n" if line.startswith("@") else line for line in lines)
        old, _, new = change.replace("\\n", "\n").replace("(nothing)", "").partition(" -> ")
        named[name] = document_
        cases[name] = Case(document_, old, new)
    return {name: case for name, case in cases.items() if len(name) == 3}
