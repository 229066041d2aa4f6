"""The named checks, a module a subject, listed here by the name that ``rules.csv`` calls them."""

from __future__ import annotations

from ..rulebook import Checker, ratios
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
from .documents.units import department_units
from .documents.vintages import entity_identity, vintage_unique
from .documents.years import initial_budget, last_final_account, prior_document
from .plausibility import claims_of_decline, jumps, per_head, staffing
from .prose.attribution import whose_and_when
from .prose.facts import driver_visible, project_count, vehicles
from .prose.lines import code_amounts, line_names, unit_slips
from .prose.rates import basis_named, directions, percent_of_prior, zero_base
from .prose.shares import share_signs, shares
from .prose.sums import back_cast, changes, non_negative_prior, parts, reasons, repeated
from .publication import contact, contents, days_to_publish, glossary, leftovers, own_scope
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
from .tables.targets import coverage, quantified, target_budget, weights

NAMED: dict[str, Checker] = {
    "grand_total": grand_total,
    "one_column": one_column,
    "non_negative": non_negative,
    "codes": codes,
    "blank_rows": blank_rows,
    "weights": weights,
    "lanes": lanes,
    "final_formulas": final_formulas,
    "carry_over": carry_over,
    "numbered_lines": numbered_lines,
    "with_other_money": with_other_money,
    "same_codes": same_codes,
    "crosswalk": crosswalk,
    "target_budget": target_budget,
    "coverage": coverage,
    "reserved_items": reserved_items,
    "emptiness": emptiness,
    "item_amounts": item_amounts,
    "parts": parts,
    "vehicles": vehicles,
    "code_amounts": code_amounts,
    "statement_of_nothing": statement_of_nothing,
    "project_count": project_count,
    "unit_slips": unit_slips,
    "whose_and_when": whose_and_when,
    "line_names": line_names,
    "changes": changes,
    "percent_of_prior": percent_of_prior,
    "zero_base": zero_base,
    "directions": directions,
    "shares": shares,
    "repeated": repeated,
    "completion": completion,
    "non_negative_prior": non_negative_prior,
    "reasons": reasons,
    "driver_visible": driver_visible,
    "share_signs": share_signs,
    "basis_named": basis_named,
    "back_cast": back_cast,
    "prior_document": prior_document,
    "initial_budget": initial_budget,
    "last_final_account": last_final_account,
    "department_units": department_units,
    "entity_identity": entity_identity,
    "vintage_unique": vintage_unique,
    "ratios": ratios,
    "valid_codes": valid_codes,
    "staffing": staffing,
    "jumps": jumps,
    "per_head": per_head,
    "claims_of_decline": claims_of_decline,
    "forms_present": forms_present,
    "empty_explained": empty_explained,
    "sections": sections,
    "lowest_level": lowest_level,
    "concepts_printed": concepts_printed,
    "units_stated": units_stated,
    "days_to_publish": days_to_publish,
    "contact": contact,
    "glossary": glossary,
    "counts_disclosed": counts_disclosed,
    "leftovers": leftovers,
    "contents": contents,
    "own_scope": own_scope,
    "mentioned": mentioned,
    "quantified": quantified,
    "nil_states": nil_states,
}
"""The functions that rules of kind ``check`` name."""

__all__ = ["NAMED"]
