"""What the package knows of forms, words, codes and of what adds up to what: the rows of ``data/*.csv``."""

from __future__ import annotations

from .codes import TABLES, codes
from .concepts import alias_pattern, concepts
from .data import frame_fields, table
from .forms import OTHER, Form, form_of, forms, known_forms
from .patterns import words
from .phrases import any_of, phrases
from .trees import EXPENSES, FUNDS, NATURES, SIDES, TREES, children

__all__ = [
    "EXPENSES",
    "FUNDS",
    "NATURES",
    "OTHER",
    "SIDES",
    "TABLES",
    "TREES",
    "Form",
    "alias_pattern",
    "any_of",
    "children",
    "codes",
    "concepts",
    "form_of",
    "forms",
    "frame_fields",
    "known_forms",
    "phrases",
    "table",
    "words",
]
