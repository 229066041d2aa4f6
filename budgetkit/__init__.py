"""Chinese government budget disclosures as tidy, reconciled, traceable data.

>>> import budgetkit as bk
>>> d = bk.read("raw/banan-2024-budget.pdf")  # doctest: +SKIP
>>> bk.reconcile(d).require()  # doctest: +SKIP
"""

from __future__ import annotations

from .charts import use_style
from .classify import codes
from .dataset import build, load
from .disclosure import Disclosure, read
from .errors import (
    AmountError,
    BudgetkitError,
    DependencyError,
    ExtractionError,
    KnowledgeError,
    SourceError,
    UnbalancedError,
)
from .evidence import trace
from .readers import grids
from .reconcile import reconcile, rules
from .result import Reconciliation
from .titles import forms

__version__ = "0.1.0"
__all__ = [
    "AmountError",
    "BudgetkitError",
    "DependencyError",
    "Disclosure",
    "ExtractionError",
    "KnowledgeError",
    "Reconciliation",
    "SourceError",
    "UnbalancedError",
    "build",
    "codes",
    "forms",
    "grids",
    "load",
    "read",
    "reconcile",
    "rules",
    "trace",
    "use_style",
]
