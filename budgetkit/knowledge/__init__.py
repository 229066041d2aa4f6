"""What the package knows of forms, words, codes and of what adds up to what: the rows of ``data/*.csv``."""

from __future__ import annotations

from .codes import TABLES, codes, codes_named, misnamed, names_in
from .codes import name as code_name
from .concepts import alias_pattern, concept_names, concepts
from .crosswalks import crosswalk
from .data import frame_fields, table
from .forms import OTHER, Form, form_of, forms, known_forms
from .hints import no_attribute
from .labels import column_label, labels, told_label, value_label
from .names import body_name, coded, name, name_of
from .patterns import words
from .phrases import any_of, phrases
from .regions import governments, is_region, region_code, region_of
from .sentences import chinese, sentence
from .spelled import cut_name, cut_off
from .trees import (
    EXPENSES,
    FISCAL_FUNDS,
    FUNDS,
    NATURES,
    OTHER_FUNDS,
    SIDES,
    TRANSFER_FUNDS,
    TRANSFER_NATURES,
    TREES,
    children,
)
from .words import message, page_words, placed, said, shown

__all__ = [
    "EXPENSES",
    "FISCAL_FUNDS",
    "FUNDS",
    "NATURES",
    "OTHER",
    "OTHER_FUNDS",
    "SIDES",
    "TABLES",
    "TRANSFER_FUNDS",
    "TRANSFER_NATURES",
    "TREES",
    "Form",
    "alias_pattern",
    "any_of",
    "body_name",
    "children",
    "chinese",
    "code_name",
    "coded",
    "codes",
    "codes_named",
    "column_label",
    "concept_names",
    "concepts",
    "crosswalk",
    "cut_name",
    "cut_off",
    "form_of",
    "forms",
    "frame_fields",
    "governments",
    "is_region",
    "known_forms",
    "labels",
    "message",
    "misnamed",
    "name",
    "name_of",
    "names_in",
    "no_attribute",
    "page_words",
    "phrases",
    "placed",
    "region_code",
    "region_of",
    "said",
    "sentence",
    "shown",
    "table",
    "told_label",
    "value_label",
    "words",
]
