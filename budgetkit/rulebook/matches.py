"""The general shape of rules between figures that have the same keys: matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial

from ..knowledge import table
from ..records import Figure
from .carried import or_carried_together
from .check import Check, Outcome, one
from .compare import choose, hold
from .hierarchy import lacks_rows
from .ledger import Ledger
from .pick import candidates, distinct, pick, whole, widest
from .places import absent_form, place
from .selectors import Formula, Selector

Keys = tuple[str, ...]


def match(ledger: Ledger, terms: tuple[tuple[Formula, Keys], ...]) -> Iterator[Check]:
    """Evaluate ``LEFT op RIGHT + RIGHT or … by KEY…``: what is on the left is found on the right by its keys.

    Each figure that must be equal is a check of its own. Of what must be at most something, the figures that
    have the same keys are one: unit by unit where both sides name units, else added up.
    """
    for formula, keys in terms:
        found = [_but_rows_lack(ledger, check) for check in _match(ledger, formula, keys)]
        yield from or_carried_together(ledger, found)


def _but_rows_lack(ledger: Ledger, check: Check) -> Check:
    """Decide nothing where the smaller side is of a table of which rows are not printed."""
    smaller = check.right if check.gap > 0 else check.left
    if check.outcome != "fail" or not any(lacks_rows(ledger, f.form) for _, f in smaller if not f.role):
        return check
    return check.but("insufficient", "rows of that table are not printed")


def _match(ledger: Ledger, formula: Formula, keys: Keys) -> Iterator[Check]:
    left = formula.left[0][1]
    sides = [[s for _, s in side] for side in formula.right]
    absent = [_first_absent(ledger, [left, *side]) for side in sides]
    if all(absent) and absent[0]:
        words = "prose" if left.form == "stated" else left.form
        yield absent[0]._replace(where=f"{words} {formula.op} {absent[0].where}")
        return
    there = [
        _There(ledger, side, keys, formula.op)
        for side, missing in zip(sides, absent, strict=True) if not missing
    ]  # fmt: skip
    figures = [f for f in distinct(pick(ledger, left).figures) if _asked(ledger, f, keys)]
    where = f"{left.form} {formula.op} {there[0].form}"
    if not figures:
        yield Check.not_applicable(where, f"no figure for {left.text}")
    elif not any(t.index for t in there):
        yield Check.insufficient(where, f"{there[0].form} has no rows by {' and '.join(keys)}")
    elif formula.op == "=":
        yield from (choose(t.check([f]) for t in there) for f in figures)
    else:
        for mine in _grouped(ledger, figures, keys).values():
            yield choose(t.check(mine) for t in there)


def _asked(ledger: Ledger, figure: Figure, keys: Keys) -> bool:
    """Leave out, where classes are matched, lines that are known to be none: 款, 项, economic categories."""
    return (
        "class" not in keys
        or bool(figure.code)
        or ledger.classes.has(figure)
        or not _is_other(ledger, figure)
    )


def _is_other(ledger: Ledger, figure: Figure) -> bool:
    return ledger.classes.below(figure) or figure.item in _economic()


@cache
def _economic() -> frozenset[str]:
    return frozenset(row["name"] for name in ("economic", "government_economic") for row in table(name))


def _grouped(ledger: Ledger, figures: Iterable[Figure], keys: Keys) -> dict[Keys, list[Figure]]:
    groups: dict[Keys, list[Figure]] = defaultdict(list)
    for f in figures:
        groups[_key(ledger, f, keys)].append(f)
    return groups


def _first_absent(ledger: Ledger, selectors: Iterable[Selector]) -> Check | None:
    """Return the check that stands for the first form without figures that a match cannot do without."""
    named = (s for s in selectors if s.form != "stated" and not s.optional)
    return next((found for s in named if (found := absent_form(ledger, s.form))), None)


def _key(ledger: Ledger, figure: Figure, keys: Keys) -> Keys:
    return tuple(ledger.classes.of(figure) if k == "class" else str(getattr(figure, k)) for k in keys)


class _There:
    """The figures of one alternative on the right, by their keys."""

    def __init__(self, ledger: Ledger, selectors: Sequence[Selector], keys: Keys, op: str) -> None:
        self.ledger, self.keys, self.op, self.form = ledger, keys, op, selectors[0].form
        found = [f for s in selectors for f in pick(ledger, s).figures or candidates(ledger, s)]
        if "class" in keys:
            found = [f for f in found if not f.is_total and f.code_kind != "unit"]
        self.index = _grouped(ledger, found, keys)
        self.compare = partial(hold, ledger)

    def check(self, figures: list[Figure]) -> Check:
        """Compare figures that have the same keys with those that have them here."""
        first = figures[0]
        where = place(self.ledger, first, first.nature if first.nature != "total" else "")
        where = f"{where} {self.op} {self.form}"
        check = self._compared(figures, where)
        blank = [f for _, f in check.right if f.fen is None]
        return (
            check.but("insufficient", "a row there is blank") if blank and check.outcome == "fail" else check
        )

    def _compared(self, figures: list[Figure], where: str) -> Check:
        first = figures[0]
        right = distinct(self.index.get(_key(self.ledger, first, self.keys), []))
        if not right and all(not f.fen for f in figures):
            return self._nothing(where, figures)
        if not right and self.op == "<=":
            right, note = self._above(first)
            if right:
                return self._bound(where, figures, right, note)
        if not right:
            outcome: Outcome = "unread" if self.form in self.ledger.gaps.forms else "insufficient"
            return Check(where, outcome, f"{self.form} has no such row", first.fen, named=one(first))
        if self.op != "=" and (len(figures) > 1 or _repeated(right)):
            return self._bound(where, figures, right, "")
        return self._equal(where, first, right)

    def _nothing(self, where: str, figures: list[Figure]) -> Check:
        zero = next((f for f in figures if f.fen == 0), None)
        if zero is None:
            return Check.not_applicable(where, "nothing printed on either side")
        return Check(where, "exact", f"0, and {self.form} has no such row", 0, named=one(zero))

    def _equal(self, where: str, figure: Figure, right: list[Figure]) -> Check:
        found = []
        for mine in _narrowed(figure, right):
            check = self.compare(where, [(1, figure)], [(1, f) for f in mine], self.op)
            if _repeated(mine) and not check.agrees:
                check = Check.insufficient(where, f"{len(mine)} different figures in {self.form}")
            found.append(check)
        units = [f for f in right if f.budget_unit] if all(c.outcome == "fail" for c in found) else []
        of_units = [
            self.compare(where, [(1, figure)], [(1, f)], self.op, f"of {f.budget_unit}") for f in units
        ]
        if rounded_parts(figure, units):
            of_units.append(found[0].but("rounding", "the amounts of its units, each rounded, come to it"))
        return choose([*found, *(c for c in of_units if c.agrees)])

    def _bound(self, where: str, figures: list[Figure], right: list[Figure], note: str) -> Check:
        """Compare what several rows come to; they contradict only where one alone is beyond all there."""
        units = {f.budget_unit for f in right}
        if len(figures) == 1 and figures[0].budget_unit in units - {""}:
            right = [f for f in right if f.budget_unit == figures[0].budget_unit]
        check = self.compare(where, [(1, f) for f in figures], [(1, f) for f in right], self.op, note)
        most = max(figures, key=lambda f: f.fen or 0)
        alone = self.compare(where, [(1, most)], [(1, f) for f in right], self.op, note)
        if check.outcome != "fail" or len(figures) == 1:
            return check
        return alone if alone.outcome == "fail" else check.but("insufficient", "rows of several units")

    def _above(self, figure: Figure) -> tuple[list[Figure], str]:
        """Return what a row that is not printed is part of: the nearest code above it, or the total."""
        codes = [figure.code[:n] for n in range(len(figure.code) - 2, 2, -2)]
        total = next((f for fs in self.index.values() for f in fs if f.is_total), None)
        for label in (*codes, *([total.label] if total else [])):
            for nature in dict.fromkeys((figure.nature, "total")):
                like = figure._replace(
                    function_code=label if label in codes else "", economic_code="", government_code="",
                    item="", nature=nature,
                )  # fmt: skip
                key = tuple(label if k == "label" else str(getattr(like, k)) for k in self.keys)
                if any(f.fen for f in self.index.get(key, ())):
                    return distinct(self.index[key]), f"{self.form} has no such row, but {label} {nature}"
        return [], ""


def rounded_parts(figure: Figure, units: Sequence[Figure]) -> bool:
    """Say whether a figure is what some rows of units come to, each rounded as it is printed itself.

    The row of the department may stand among its units.

    >>> units = [Figure(fen=9_135_000, budget_unit="a"), Figure(fen=1_305_000, budget_unit="b")]
    >>> rounded_parts(Figure(fen=10_450_000, step=10_000), units)
    True
    """
    step = figure.step or 1
    each = [(2 * (f.fen or 0) + step) // (2 * step) * step for f in units]
    total = sum(each)
    return len(each) > 1 and figure.fen in {total, *(total - one for one in each)}


def _repeated(figures: Sequence[Figure]) -> bool:
    return len({(f.form, f.table_id, f.function_code, f.economic_code) for f in figures}) < len(figures)


def _narrowed(figure: Figure, right: list[Figure]) -> list[list[Figure]]:
    """Of rows of units take the total; of one row that differs in its fund, the own fund, or all funds."""
    right = whole(right)
    totals = [f for f in right if f.is_total]
    if totals and len(totals) < len(right) and any(f.code_kind == "unit" for f in right):
        return _narrowed(figure, totals)
    if len({f.fund for f in right}) < 2 or len({f.place for f in right}) > 1:
        return [right]
    own = [f for f in right if f.fund == figure.fund]
    return [own, widest(right)] if own else [widest(right)]
