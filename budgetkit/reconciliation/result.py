"""What a reconciliation found: checks, contradictions, where the error is likely to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..diagnosis import Consistency, Explanation, System, consistency, equation, localise
from ..errors import KnowledgeError, UnbalancedError
from ..knowledge import coded, message, no_attribute
from ..markup import html_table
from ..records import Figure, frame
from ..rulebook import SEVERITIES, Check, Ledger, Rule, usual
from .explain import Explained, explained, figure_words
from .scorecard import scorecard
from .shown import both_sides, outcome_words, sides, told

OUTCOMES = ("exact", "rounding", "fail", "not_applicable", "insufficient", "unread")


class Reconciliation:
    """The checks of one document, or of several.

    Attributes
    ----------
    checks : DataFrame
        One row a rule instance, columns as in the data dictionary: amounts in fen (分), ``outcome``
        one of ``exact``, ``rounding``, ``fail``, ``not_applicable``, ``insufficient``, ``unread``.
    against : tuple of str
        The ids of the documents that it was compared with.
    proved : frozenset of str
        The figures recognised on a picture with doubt (state ``doubtful``) that an identity proves.
    ledger : Ledger, optional
        What was checked; of several documents there is none.

    Examples
    --------
    >>> import budgetkit as bk
    >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"))  # doctest: +SKIP
    >>> r.failures  # doctest: +SKIP
    """

    if not TYPE_CHECKING:
        __getattr__ = no_attribute

    def __init__(
        self,
        checks: pd.DataFrame,
        found: Mapping[str, tuple[Rule, Check]] | None = None,
        against: tuple[str, ...] = (),
        proved: frozenset[str] = frozenset(),
        doubted: Mapping[str, tuple[Rule, Check]] | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.checks, self.against, self.proved, self.ledger = checks, against, proved, ledger
        self._found = found or {}
        self._doubted = doubted or {}

    @cached_property
    def system(self) -> System:
        """The checks that compare amounts, as equations over the printed figures."""
        pairs = (equation(check_id, rule, check) for check_id, (rule, check) in self._found.items())
        return System(pair for pair in pairs if pair)

    @cached_property
    def consistency(self) -> Consistency:
        """Whether all identities can hold at once, given how the figures are rounded; not if one fails."""
        return consistency(self.system, tuple(self.failures["check_id"]))

    @cached_property
    def suspects(self) -> pd.DataFrame:
        """The printed figures that are likely wrong: :meth:`localise` with its usual limits."""
        return self.localise()

    def localise(self, seconds: float | None = None) -> pd.DataFrame:
        """Find the smallest sets of printed figures that, changed, make all identities hold.

        Parameters
        ----------
        seconds : float, optional
            Time for the search where no single figure explains the failing checks. By default the search
            is limited by its size only, and finds the same on any machine.

        Returns
        -------
        DataFrame
            One row a figure of such a set, columns as in the data dictionary: ``error`` numbers the
            groups of failing checks, ``explanation`` the sets for each, of which those of ``rank`` 1
            are the likeliest; all figures of a set have to change together. Only those that are ``decided``
            are likely wrong; of the others it cannot be told which are. ``required_fen`` is what should stand
            there, ``slip`` the likely slip, ``minimal`` whether no smaller set exists. A group without a set,
            or with too many, has one row without a figure. Last come the figures recognised on a picture with
            doubt that would make the checks hold that are undecided for their sake.
        """
        explanations, unexplained = ([], []) if self.failures.empty else localise(self.system, seconds)
        rows = [row for n, e in enumerate(explanations, 1) for row in self._suspects(n, e)]
        for n, u in enumerate(unexplained, len(explanations) + 1):
            row = {"error": u.error, "check_ids": " ".join(u.checks), "detail": u.why}
            rows.append(self._row(n, 1, row))
        before = max((int(row["error"]) for row in rows), default=0)
        for n, e in enumerate(self._misread(before), len(explanations) + len(unexplained) + 1):
            rows += self._suspects(n, e)
        return frame("suspects", rows)

    def _misread(self, before: int) -> list[Explanation]:
        """Return what doubtful figures would have to be for the checks to hold that they leave open."""
        if not self._doubted:
            return []
        pairs = (equation(id, rule, check) for id, (rule, check) in {**self._found, **self._doubted}.items())
        found = localise(System(pair for pair in pairs if pair))[0]
        return [
            e._replace(error=before + e.error)
            for e in found
            if {s.figure.state for s in e.suspects} == {"doubtful"} and set(e.checks) & set(self._doubted)
        ]

    def _row(self, explanation: int, n: int, row: dict[str, Any]) -> dict[str, Any]:
        document = str(self.checks["document_id"].iloc[0])
        name = f"{document}:e{row['error']}.{explanation}.{n}"
        return {"suspect_id": name, "document_id": document, "explanation": explanation} | row

    def _suspects(self, explanation: int, e: Explanation) -> list[dict[str, Any]]:
        rows = []
        for n, s in enumerate(e.suspects, 1):
            f = s.figure
            row = {
                "error": e.error, "rank": e.rank, "line_id": f.id, "form": f.form, "page": f.page,
                "where": figure_words(f, "en"), "printed_fen": f.fen, "slip": s.slip, "minimal": e.minimal,
                "check_ids": " ".join(e.checks), "decided": e.decided,
            }  # fmt: skip
            if s.percent is None:
                row |= {"required_fen": s.fen, "low_fen": _bound(s.low), "high_fen": _bound(s.high)}
            else:
                row["detail"] = f"{f.printed} printed, {s.percent:g} % required"
            rows.append(self._row(explanation, n, row))
        return rows

    @cached_property
    def scorecard(self) -> pd.DataFrame:
        """How complete the disclosure is: every requirement with its mark and the evidence for it."""
        return scorecard(self.checks)

    def explain(self, check_id: str) -> Explained:
        """Say a check in words, of whatever kind its rule is: figures, pages, evidence, outcome.

        Parameters
        ----------
        check_id : str
            Of :attr:`checks`.

        Returns
        -------
        Explained
            With the texts ``zh`` and ``en``.

        Raises
        ------
        KnowledgeError
            There is no such check.

        Examples
        --------
        >>> import budgetkit as bk
        >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"), only=["W10"])
        >>> print(r.explain(r.checks["check_id"][0]).en.split("\\n")[2])
        outcome: agrees
        """
        rule, check = self.found(check_id)
        return explained(rule.id, check, check_id, self._pages[check_id])

    def found(self, check_id: str) -> tuple[Rule, Check]:
        """Return a check, with the figures that it compares, and its rule.

        Parameters
        ----------
        check_id : str
            Of :attr:`checks`.

        Raises
        ------
        KnowledgeError
            There is no such check.

        Examples
        --------
        >>> import budgetkit as bk
        >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"), only=["W10"])
        >>> r.found(r.checks["check_id"][0])[1].outcome
        'exact'
        """
        if check_id not in self._found:
            raise KnowledgeError(f"no check {check_id!r}; see the column check_id of checks")
        return self._found[check_id]

    def figure(self, line_id: str) -> Figure | None:
        """Return a figure that checks speak of, None where none does."""
        return self._figures.get(line_id)

    def words(self, line_id: str, lang: str) -> str:
        """Say what a figure that checks speak of is and where it stands; its id if none speaks of it.

        Parameters
        ----------
        line_id : str
            Of a figure of a table or of the prose.
        lang : {"zh", "en"}

        Examples
        --------
        >>> import budgetkit as bk
        >>> r = bk.reconcile(bk.read("raw/banan-2024-budget.pdf"), only=["W03"])
        >>> r.words("banan-2024-budget:p6t1r19c2", "en")
        'General public budget basic expenditure, 30226 劳务费, basic “2024年基本支出—总计” (page 6)'
        """
        figure = self._figures.get(line_id)
        return figure_words(figure, lang) if figure else line_id

    @cached_property
    def _figures(self) -> dict[str, Figure]:
        checks = (c for _, check in self._found.values() for c in (check, *check.others))
        return {f.id: f for c in checks for side in (*c.named, c.left, c.right) for _, f in side}

    @cached_property
    def _pages(self) -> dict[str, str]:
        return dict(zip(self.checks["check_id"], self.checks["pages"].fillna(""), strict=True))

    @property
    def failures(self) -> pd.DataFrame:
        """Checks of severity ``error`` that fail: figures that contradict each other."""
        failed = self.checks["outcome"].eq("fail")
        return self.checks[failed & self.checks["severity"].eq("error")].reset_index(drop=True)

    @property
    def findings(self) -> pd.DataFrame:
        """Checks of other severities that fail: what is unusual, not customary or not shown.

        They begin with what is most unusual over the collected disclosures
        (:func:`budgetkit.rulebook.usual`). What is only ``information`` is no finding.
        """
        kept = self.checks["outcome"].eq("fail") & ~self.checks["severity"].isin(["error", "information"])
        rows = self.checks[kept]
        return rows.iloc[rows["rule_id"].map(usual).argsort(kind="stable")].reset_index(drop=True)

    def summary(self) -> pd.DataFrame:
        """Return a table of rules (rows) by outcome (columns), with the number of instances."""
        order = list(dict.fromkeys(self.checks["rule_id"]))
        counts = pd.crosstab(self.checks["rule_id"], self.checks["outcome"])
        return counts.reindex(index=order, columns=list(OUTCOMES), fill_value=0).astype(int)

    def require(self, most: int = 5) -> None:
        """Raise if figures contradict each other.

        Parameters
        ----------
        most : int
            How many failures the message names.

        Raises
        ------
        UnbalancedError
            A check of severity ``error`` fails; the message names the first ones with both values.
        """
        failures = self.failures
        if failures.empty:
            return
        lines = [
            f"{f.rule_id} {f.where}: {both_sides(f.reported_fen, f.calculated_fen)} ({f.detail})"
            for f in failures.head(most).itertuples()
        ]
        more = [f"and {len(failures) - most} more"] if len(failures) > most else []
        names = ", ".join(dict.fromkeys(failures["document_id"]))
        raise UnbalancedError("\n  ".join([f"{len(failures)} checks fail in {names}:", *lines, *more]))

    def __repr__(self) -> str:
        counts = Counter(self.checks["outcome"])
        each = (message("repr.count", n=counts[o], what=outcome_words(o)) for o in OUTCOMES)
        numbers = self._numbers | {"rules": self.checks["rule_id"].nunique()}
        return message("repr.reconciliation", outcomes=message("list").join(each), **numbers)

    @property
    def _numbers(self) -> dict[str, Any]:
        return {
            "names": message("list").join(dict.fromkeys(self.checks["document_id"])),
            "checks": len(self.checks), "failures": len(self.failures), "findings": len(self.findings),
        }  # fmt: skip

    def _repr_html_(self) -> str:
        """Show how many checks came to what, by severity, and the contradictions."""
        counts = pd.crosstab(self.checks["severity"], self.checks["outcome"])
        counts = counts.reindex(index=list(SEVERITIES), columns=list(OUTCOMES), fill_value=0)
        rows = [(coded("severity", str(severity)), *row) for severity, *row in counts.itertuples()]
        head = [message("repr.severity"), *map(outcome_words, OUTCOMES)]
        shown = html_table(message("repr.reconciliation.title", **self._numbers), rows, head)
        if self.failures.empty:
            return shown
        failures = [
            (f.check_id, *told(f.where, sides(f.reported_fen, f.calculated_fen), f.pages, f.detail))
            for f in self.failures.itertuples()
        ]
        head = [message(f"repr.failures.{key}") for key in ("check", "where", "amounts", "pages", "detail")]
        return shown + html_table(message("repr.failures"), failures, head)


def _bound(value: float) -> int | None:
    return None if value in (float("inf"), float("-inf")) else round(value)
