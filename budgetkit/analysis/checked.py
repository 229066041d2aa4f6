"""What the checks say of a document as a whole: how much has targets, how complete it is."""

from __future__ import annotations

from ..checks import all_rules, mark, project_sheets
from ..knowledge import table
from ..records import Figure, step_of
from ..rulebook import Ledger, allowance
from .earlier import ratio
from .found import Found

STEP = 4
"""Sheets print 万元 to two digits; the power of ten, in fen, beyond which a round amount is no coarse one."""


def coverage(ledger: Ledger, blank: Found, project: Found) -> Found:
    """Fill in which share of the project expenditure has published targets; more than all is no share."""
    sheets = project_sheets(ledger)
    if not sheets:
        return blank.lacks()
    if not project.known or any(s.budget is None for s in sheets):
        return blank.lacks("parts" if project.known else project.why)
    step = max(10**n for n in range(STEP + 1) if all((s.budget or 0) % 10**n == 0 for s in sheets))
    budgets = tuple(Figure(fen=s.budget, step=step) for s in sheets)
    over = sum(s.budget or 0 for s in sheets) - project.fen
    if over > allowance([step_of(f) for f in (*project.figures, *budgets)]):
        return blank.lacks("more")
    found = ratio(ledger, blank, blank._replace(figures=budgets), project)
    places = [(i.file, i.page or 0) for s in sheets for i in s.indicators]
    places += [(f.file, f.page or 0) for f in project.figures]
    form = sheets[0].indicators[0].form
    return found._replace(figures=(), signs=(), pages=tuple(dict.fromkeys(places)), form=form)


def completeness(ledger: Ledger, blank: Found) -> Found:
    """Fill in which share of the requirements of disclosure that could be decided is met.

    Those that could not be decided may all be met, or none: the least and the greatest share.
    """
    wanted = {row["id"] for row in table("rules") if row["group"] == "requirement"}
    rules = [rule for rule in all_rules() if rule.id in wanted and rule.holds_in(ledger.year)]
    marks = [mark(check.outcome for check in rule.run(ledger)) for rule in rules]
    met, unsure = marks.count("met"), marks.count("undecided")
    decided = met + marks.count("partly") + marks.count("not met")
    if not decided:
        return blank.lacks()
    number = met / decided, met / (decided + unsure), (met + unsure) / (decided + unsure)
    return blank._replace(status="derived", number=number)
