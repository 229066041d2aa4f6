"""The named checks, a module a subject, by the name that ``rules.csv`` calls them, and their grammars."""

from __future__ import annotations

from functools import cache

from ..rulebook import (
    CODE,
    CONCEPT,
    FORM,
    FORMS,
    FORMULAS,
    FUND,
    GOVERNMENT_CODE,
    ITEM,
    MEASURES,
    NAME,
    NATURE,
    NUMBER,
    PATTERN,
    PERCENT,
    PREFIX,
    SELECTOR,
    SIDE,
    Rule,
    Shape,
    afterwards,
    between,
    listed,
    load_rules,
    pair,
    plain,
    ratios,
    rows_not_printed,
    shape,
    three,
)
from .completeness import (
    concepts_printed,
    emptiness,
    empty_explained,
    forms_present,
    lowest_level,
    mentioned,
    nil_states,
    sections,
    statement_of_nothing,
    units_stated,
)
from .documents.priors import FINDERS, Prior, priors
from .documents.units import department_units
from .documents.vintages import entity_identity, vintage_unique
from .documents.years import initial_budget, last_final_account, prior_document
from .plausibility import claims_of_decline, jumps, per_head, staffing
from .prose.attribution import whose_and_when
from .prose.facts import driver_visible, managed, project_count, vehicles
from .prose.families import FAMILIES
from .prose.lines import code_amounts, line_names, unit_slips
from .prose.rates import basis_named, directions, percent_of_prior, zero_base
from .prose.shares import SHARES, share_signs, shares
from .prose.subjects import part_of
from .prose.sums import back_cast, changes, non_negative_prior, parts, reasons, repeated
from .publication import contact, contents, days_to_publish, glossary, leftovers, own_scope
from .requirements import MARKS, mark
from .tables.codes import valid_codes
from .tables.crosswalk import crosswalk, reserved_items
from .tables.final_accounts import (
    carry_over,
    completion,
    counts_disclosed,
    final_formulas,
    item_amounts,
    numbered_lines,
)
from .tables.structure import (
    blank_rows,
    codes,
    grand_total,
    lanes,
    non_negative,
    one_column,
    same_codes,
    with_other_money,
)
from .tables.targets import coverage, project_sheets, quantified, target_budget, weights

_CODE_SUM = pair(GOVERNMENT_CODE, " = ", listed(CODE, " + "))
_WHERE = pair(three(CONCEPT, FUND, NATURE), ": ", listed(pair(FORM, " ", NATURE), "|"))


NAMED: dict[str, Shape] = {
    "grand_total": shape(pair(FORMS, " ", SIDE, last=True), grand_total),
    "one_column": shape(FORMS, one_column),
    "non_negative": plain(non_negative),
    "codes": shape(FORMS, codes),
    "blank_rows": shape(FORMS, blank_rows),
    "weights": plain(weights),
    "lanes": shape(FORMS, lanes),
    "final_formulas": shape(FORMULAS, final_formulas),
    "carry_over": shape(pair(FORMS, "; ", pair(FORM, " of ", listed(FUND))), carry_over),
    "numbered_lines": shape(FORMS, numbered_lines),
    "with_other_money": shape(listed(SELECTOR, "; "), with_other_money),
    "same_codes": shape(pair(FORM, " ", FORM), same_codes),
    "crosswalk": shape(pair(FORMS, "; ", listed(_CODE_SUM, "; ")), crosswalk),
    "target_budget": shape(pair(pair(FORM, " ", NAME), " = ", listed(SELECTOR, " or ")), target_budget),
    "coverage": shape(SELECTOR, coverage),
    "reserved_items": shape(pair(FORMS, "; ", listed(pair(ITEM, " ", NATURE), "; ")), reserved_items),
    "emptiness": shape(listed(FUND), emptiness),
    "item_amounts": shape(FORMS, item_amounts),
    "parts": shape(FAMILIES, parts),
    "vehicles": shape(three(listed(CONCEPT, "|"), PREFIX, SELECTOR), vehicles),
    "managed": shape(FORMULAS, managed),
    "code_amounts": shape(listed(_WHERE, "; "), code_amounts),
    "statement_of_nothing": shape(listed(pair(NAME, ": ", PATTERN), "; "), statement_of_nothing),
    "project_count": plain(project_count),
    "unit_slips": afterwards(unit_slips),
    "whose_and_when": plain(whose_and_when),
    "line_names": plain(line_names),
    "changes": shape(FAMILIES, changes),
    "percent_of_prior": plain(percent_of_prior),
    "zero_base": plain(zero_base),
    "directions": plain(directions),
    "shares": shape(SHARES, shares),
    "repeated": plain(repeated),
    "completion": plain(completion),
    "non_negative_prior": plain(non_negative_prior),
    "reasons": plain(reasons),
    "driver_visible": shape(pair(FORM, " ", listed(CONCEPT)), driver_visible),
    "share_signs": plain(share_signs),
    "basis_named": plain(basis_named),
    "back_cast": shape(FAMILIES, back_cast),
    "prior_document": between(prior_document, FINDERS),
    "initial_budget": between(initial_budget, FINDERS),
    "last_final_account": between(last_final_account, FINDERS),
    "department_units": between(department_units, pair(FORMS, " | ", FORMS)),
    "entity_identity": between(entity_identity),
    "vintage_unique": between(vintage_unique),
    "ratios": shape(MEASURES, ratios),
    "valid_codes": shape(FORMS, valid_codes),
    "staffing": shape(pair(FORM, " ", listed(CODE)), staffing),
    "jumps": shape(pair(PERCENT, " ", FORMS), jumps),
    "per_head": shape(three(SELECTOR, SELECTOR, SELECTOR, "; "), per_head),
    "claims_of_decline": shape(FORM, claims_of_decline),
    "forms_present": shape(listed(pair(FORM, ": ", listed(FORM, "|")), "; "), forms_present),
    "empty_explained": shape(PATTERN, empty_explained),
    "sections": shape(listed(pair(NAME, ": ", PATTERN), "; "), sections),
    "lowest_level": shape(pair(FORM, " ", NUMBER), lowest_level),
    "concepts_printed": shape(pair(FORM, " ", listed(CONCEPT)), concepts_printed),
    "units_stated": plain(units_stated),
    "days_to_publish": shape(NUMBER, days_to_publish),
    "contact": plain(contact),
    "glossary": plain(glossary),
    "counts_disclosed": shape(listed(pair(pair(CONCEPT, " ", NAME), ": ", PATTERN), "; "), counts_disclosed),
    "leftovers": shape(pair(PATTERN, " ", PATTERN), leftovers),
    "contents": plain(contents),
    "own_scope": plain(own_scope),
    "mentioned": shape(listed(CONCEPT), mentioned),
    "quantified": plain(quantified),
    "nil_states": plain(nil_states),
    "rows_not_printed": afterwards(rows_not_printed),
}
"""The checks that rules of kind ``check`` name: how their terms look, and the function that is given them."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules of ``rules.csv``, read once, when the first document is checked."""
    return load_rules(NAMED)


__all__ = ["MARKS", "NAMED", "Prior", "all_rules", "mark", "part_of", "priors", "project_sheets"]
