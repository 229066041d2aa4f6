"""Chinese government budget disclosures as tidy, reconciled, traceable data.

>>> import budgetkit as bk
>>> d = bk.read("raw/banan-2024-budget.pdf")  # doctest: +SKIP
>>> bk.reconcile(d).require()  # doctest: +SKIP
"""

from __future__ import annotations

from . import analysis
from .analysis import charts, measure, measures, use_style
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
from .knowledge import codes, crosswalk, forms, labels
from .language import language, use_language
from .outputs import (
    build,
    coverage,
    evidence,
    fetch,
    load,
    make_panel,
    to_csv,
    to_excel,
    to_package,
    to_parquet,
    trace,
    write_report,
)
from .readers import grids
from .reconciliation import Reconciliation, error_words, reconcile
from .rulebook import rules
from .version import VERSION

# what a class or a room is given by rooms that it knows nothing of (each is declared in the class)
BudgetkitError.zh = property(error_words)
BudgetkitError.now = property(lambda error: error.zh if language() == "zh" else error.en)
analysis.evidence = evidence
Disclosure.measures = property(measures)
Disclosure.measure = measure
Disclosure.to_csv = to_csv
Disclosure.to_excel = to_excel
Disclosure.to_package = to_package
Disclosure.to_parquet = to_parquet
analyze = analysis
__version__ = VERSION
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
    "analysis",
    "analyze",
    "build",
    "charts",
    "codes",
    "coverage",
    "crosswalk",
    "fetch",
    "forms",
    "grids",
    "labels",
    "load",
    "make_panel",
    "measures",
    "read",
    "reconcile",
    "rules",
    "trace",
    "use_language",
    "use_style",
    "write_report",
]


def __dir__() -> list[str]:
    """Say the public names only; the rooms can be imported all the same (``import budgetkit.records``)."""
    return [*__all__, "__doc__", "__version__"]
