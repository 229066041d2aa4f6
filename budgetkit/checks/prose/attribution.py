"""Named check of whose document it is, for which year, and whether budget or account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...knowledge import any_of, form_of
from ...rulebook import Check, Ledger, Outcome, one, place
from ...text import fold, plain, squash

TABLES = "titles of tables"


_CITED = re.compile("《[^》]*》")


_FUND_BUDGETS = re.compile("(?:一般公共|政府性基金|国有资本经营)预算")


def whose_and_when(ledger: Ledger) -> Iterator[Check]:
    """Titles of tables, headings and labels are of the document's year, phase and publisher.

    Titles of projects, titles in《》and years that only date something (截至2023年底) are left out; a
    heading of another year's account is one, where both its year and its phase are other ones.
    """
    titles = {squash(c.text): c.page for c in ledger.captions if c.form and form_of(c.form).accounting}
    headings = {p.text: p.page for p in ledger.prose if p.heading}
    yield from _period(ledger, TABLES, titles)
    yield from _period(ledger, "headings", headings)
    yield from _comparisons(ledger)
    yield from _labels(ledger)


def _period(ledger: Ledger, name: str, texts: Mapping[str, int | None]) -> Iterator[Check]:
    if ledger.year is None:
        yield Check.insufficient(name, "the year of the document is not known")
        return
    fine = 0
    for text, page in texts.items():
        words = _CITED.sub("", fold(text))
        year = re.search(r"(?<!\d)(20\d\d)年(?:度)?[^，。；]{0,40}?(?:预算|决算|收入|支出|收支|表)", words)
        dated = year and re.search(any_of("as_of"), words[: year.start()])
        if dated or re.search(any_of("other_year"), words):
            continue
        kind = _FUND_BUDGETS.sub("", words)
        phase = "executed" if "决算" in kind else "approved" if "预算" in kind else ""
        if not year and not (phase and name == TABLES):
            continue
        says = int(year[1]) if year else ledger.year, phase or ledger.phase
        if (says[0] == ledger.year) == (says[1] == ledger.phase):  # its own, or another year's account
            fine += 1
            continue
        detail = f"the document is of {ledger.year} {ledger.phase}, this says {says[0]} {says[1]}: {text}"
        yield Check(f"{name} / page {page}", "fail", detail, at=((0, page),) if page else ())
    if fine:
        yield Check(name, "exact", f"{fine} say {ledger.year} {ledger.phase}, or name another year's account")


def _comparisons(ledger: Ledger) -> Iterator[Check]:
    """A change is against a year before, or in an account against its own budget."""
    moved = [f for f in ledger.stated if f.role in ("change", "percent") and f.base_year and ledger.year]
    own = [f for f in moved if f.base_year == ledger.year and f.base == "final"]
    late = own + [f for f in moved if (f.base_year or 0) > (ledger.year or 0)]
    for f in late:
        yield Check(place(ledger, f, "year"), "fail", f"compared with {f.base_year} {f.base}", named=one(f))
    if moved and not late:
        yield Check("comparisons", "exact", f"{len(moved)} changes are against an earlier year or a budget")


def _labels(ledger: Ledger) -> Iterator[Check]:
    """What a table says whose it is (编制单位) is the publisher, or one of several units of it."""
    entity = _name(str(ledger.document.get("entity") or ""))
    found: dict[str, int | None] = {}
    for caption in ledger.captions:
        if label := _name(caption.entity):
            found.setdefault(label, caption.page)
    if not entity or not found:
        yield Check("labels", "insufficient" if found else "not_applicable", "no table says whose it is")
        return
    strange = {n: page for n, page in found.items() if n not in entity and entity not in n}
    if len(strange) == len(found) and len(found) == 1:
        for label, page in strange.items():
            words = f"the document is of {entity}, the table of {label}"
            yield Check(f"labels / page {page}", "fail", words, at=((0, page),) if page else ())
    else:
        units = f", {len(strange)} of other units" if strange else ""
        outcome: Outcome = "insufficient" if len(strange) == len(found) else "exact"
        yield Check("labels", outcome, f"{len(found) - len(strange)} of the publisher{units}")


def _name(entity: str) -> str:
    """Fold the name of a department: brackets and full names of the party make no difference.

    >>> _name("中国共产党某市委员会宣传部（本级）")
    '某市委宣传部'
    """
    return re.sub(r"\([^)]*\)|中国共产党|中共", "", plain(entity)).replace("委员会", "委")
