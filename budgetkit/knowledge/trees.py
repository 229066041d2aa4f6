"""What adds up to what, and what kinds of it there are: funds, natures, expenses, the sides of a summary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

NATURES = {"basic": "total", "project": "total", "personnel": "basic", "operating": "basic"}


FUNDS = {
    "fiscal": "total",
    **dict.fromkeys(("general_public", "government_fund", "state_capital"), "fiscal"),
    "special_account": "total",
    "unit": "total",
    **dict.fromkeys(("business", "operating", "superior", "subsidiary", "other"), "unit"),
}


FISCAL_FUNDS = tuple(fund for fund, above in FUNDS.items() if above == "fiscal")
"""The fiscal funds: what 财政拨款 is made of."""


OTHER_FUNDS = frozenset(FUNDS) - {"fiscal", *FISCAL_FUNDS}
"""Money of a department that is no fiscal money."""


TRANSFER_FUNDS, TRANSFER_NATURES = frozenset(("superior", "subsidiary")), frozenset(("remitted", "subsidies"))
"""Funds and natures of money that goes from one unit of a department to another."""


EXPENSES = {
    **dict.fromkeys(("overseas", "vehicles", "reception"), "three_public"),
    **dict.fromkeys(("vehicle_purchase", "vehicle_operation"), "vehicles"),
}


TREES: dict[str, tuple[dict[str, str], str]] = {
    "nature": (NATURES, "total"), "fund": (FUNDS, "total"), "concept": (EXPENSES, ""),
}  # fmt: skip
"""What adds up to what: a child and its parent, and the parent of whatever is not named ("": none)."""


SIDES = {
    "revenue": "revenue", "carry_in": "revenue", "expenditure": "expenditure", "carry_out": "expenditure"
}  # fmt: skip
"""The side of a summary that a direction stands on."""


def children(
    nodes: Iterable[str], parents: Mapping[str, str] | Callable[[str], str], root: str = ""
) -> dict[str, list[str]]:
    """Group nodes under their nearest printed ancestor; those without one under "".

    >>> children(["201", "2010301", "20805"], lambda c: c[:-2])
    {'201': ['2010301'], '': ['201', '20805']}
    """
    printed = dict.fromkeys(nodes)
    up = parents if callable(parents) else lambda n: parents.get(n, "" if n == root else root)
    below: dict[str, list[str]] = defaultdict(list)
    top: list[str] = []
    for node in printed:
        above = up(node)
        while above and above not in printed:
            above = up(above)
        (below[above] if above else top).append(node)
    return {**below, "": top}
