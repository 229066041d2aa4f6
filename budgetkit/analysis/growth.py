"""What rose from last year to this, of what a budget states as changes: parts, and what is only bounded."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .arithmetic import Bounds, backcast, contribution, one, share, total

STATED = {
    "expenditure_budget": "all expenditure",
    "project_expenditure": "project expenditure (项目支出)",
    "basic_expenditure": "basic expenditure (基本支出)",
    "operating_cost": "cost of running the office (机关运行经费)",
}
"""What is compared, from the whole to the part; names for people."""


@dataclass(frozen=True)
class Growth:
    """The growth of a budget, and how much of it one line of running cost can account for.

    Last year's amounts are derived from this year's and the stated changes, not published. Running cost
    (公用经费) is taken to be what the text calls 机关运行经费, in both years; the line's amount of last year
    is only known to lie between nothing and all running cost of last year.

    Attributes
    ----------
    prior : DataFrame
        :func:`backcast`, by concept.
    line : Series
        The line of running cost, a row of ``line_items``.
    staff, running : int
        Personnel and running cost of this year's basic expenditure, in fen.

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> g = Growth.of(d.line_items, d.stated, "30226")
    >>> g.rise("basic_expenditure"), g.rise("operating_cost"), g.staff_rise
    (162680000, 162490000, 190000)
    >>> g.others_rise, f"{g.share.low:.1%} to {g.share.high:.1%}"
    (Bounds(low=7450000, high=33240000), '79.5% to 95.3%')
    """

    prior: pd.DataFrame
    line: pd.Series
    staff: int
    running: int

    @classmethod
    def of(cls, items: pd.DataFrame, stated: pd.DataFrame, code: str) -> Growth:
        """Read the growth off the tables of one document, for the line with an economic code."""
        line = one(items, form="basic_expenditure", economic_code=code, nature="operating")
        staff, running = (
            total(items, form="basic_expenditure", nature=nature) for nature in ("personnel", "operating")
        )
        return cls(backcast(stated).set_index("concept").loc[list(STATED)], line, staff, running)

    def level(self, concept: str) -> int:
        """Return this year's amount of a concept of :data:`STATED`, in fen."""
        return int(self.prior["level_fen"][concept])

    def before(self, concept: str) -> int:
        """Return last year's amount, derived."""
        return int(self.prior["prior_fen"][concept])

    def rise(self, concept: str) -> int:
        """Return the stated change."""
        return int(self.prior["change_fen"][concept])

    @property
    def amount(self) -> int:
        """This year's amount of the line."""
        return int(self.line["amount_fen"])

    @property
    def staff_rise(self) -> int:
        """Growth of basic expenditure that is not growth of running cost."""
        return self.rise("basic_expenditure") - self.rise("operating_cost")

    @property
    def line_rise(self) -> Bounds:
        """Growth of the line: all of last year's running cost was that line, or none of it."""
        return Bounds(self.amount - self.before("operating_cost"), self.amount)

    @property
    def others_rise(self) -> Bounds:
        """Growth of all other running cost: it was all of last year's, or none of it."""
        others = self.running - self.amount
        return Bounds(others - self.before("operating_cost"), others)

    @property
    def share(self) -> Bounds:
        """Share of the growth of basic expenditure that the line can account for."""
        before = Bounds(0, self.before("operating_cost"))
        return contribution(self.amount, before, self.rise("basic_expenditure"))

    @property
    def share_with_rounding(self) -> Bounds:
        """The same, where every printed figure may be half its last digit higher or lower."""
        half = int(self.line["step_fen"]) // 2
        most = Bounds(0, self.before("operating_cost") + 2 * half)
        rise = self.rise("basic_expenditure")
        lower = contribution(self.amount - half, most, rise + half)
        upper = contribution(self.amount + half, most, rise - half)
        return Bounds(lower.low, upper.high)

    @property
    def shares(self) -> list[tuple[float, float]]:
        """Shares of the growth of basic expenditure, at least and at most: line, other cost, staff."""
        rise = self.rise("basic_expenditure")
        staff = share(self.staff_rise, rise)
        others = (self.others_rise.low / rise, self.others_rise.high / rise)
        return [(self.share.low, self.share.high), others, (staff, staff)]

    @property
    def table(self) -> pd.DataFrame:
        """One row a concept of :data:`STATED`: both years, the change, times, share of the whole rise."""
        rows = self.prior.reset_index()
        whole = self.rise("expenditure_budget")
        return rows.assign(
            what=rows["concept"].map(STATED),
            times=(rows["level_fen"] / rows["prior_fen"]).map("{:.1f} ×".format),
            part=[share(int(change), whole) for change in rows["change_fen"]],
        )
