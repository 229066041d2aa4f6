"""One tree of errors; each message says which file, what was found, and what to do."""

from __future__ import annotations

from typing import Any


class BudgetkitError(Exception):
    """Base of every error that budgetkit raises on purpose.

    ``en`` and ``zh`` are its message in English and in Chinese, ``now`` that of the language of now
    (:func:`budgetkit.use_language`). The last two are given by the package (``budgetkit/__init__.py``).
    """

    zh: Any
    now: Any

    def __str__(self) -> str:
        return str(self.now)

    @property
    def en(self) -> str:
        """Its message in English."""
        return " ".join(map(str, self.args))


class SourceError(BudgetkitError):
    """A file cannot be used at all: missing, empty, encrypted, truncated, not what its name says."""


class ExtractionError(BudgetkitError):
    """A file opens, but what the caller asked for is not in it or cannot be decoded."""


class AmountError(BudgetkitError, ValueError):
    """A text is not an amount, or an amount does not fit its unit."""


class UnbalancedError(BudgetkitError):
    """Checks of severity ``error`` fail (raised by ``Reconciliation.require``)."""


class DependencyError(BudgetkitError, ImportError):
    """An optional part was asked for whose package is not installed."""


class KnowledgeError(BudgetkitError):
    """A row of ``budgetkit/data/*.csv`` contradicts another or points at nothing."""


class UnknownEngineError(BudgetkitError, ValueError):
    """The engine asked for does not exist."""
