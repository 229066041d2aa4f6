"""A reconciliation for readers, as text: the message first, then what it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pandas as pd

from ..amounts import as_printed, format_fen, yuan
from ..analysis import Found, found, other_base
from ..disclosure import Disclosure
from ..knowledge import message, name, page_words, placed, said
from ..language import language
from ..reconciliation import Reconciliation, figure_words, observed, statement
from .outcome import compared, decided, errors, other_bodies, rare, verdict

SHOWN = 3
"""How many places of one finding, explanations of one error and kinds of what is unread are written out."""

_NUMBERS = re.compile(r"'[^']*'|\d+(?: x \d+)?")

CONTRADICTIONS = 20
"""How many contradictions are written out where not all are asked for."""


def kind_of(why: str) -> str:
    """Return why something was not read without what differs from one place to the next.

    >>> kind_of("'x' is not an amount in 万元"), kind_of("3 figures of 2 x 5")
    ('… is not an amount in 万元', '… figures of …')
    """
    return _NUMBERS.sub("…", why)


def as_text(d: Disclosure, r: Reconciliation, lang: str = "", everything: bool = False) -> str:
    """Say what was found in a document: verdict, key figures, contradictions, findings, the rest.

    Parameters
    ----------
    d : Disclosure
    r : Reconciliation
    lang : {"", "zh", "en"}
        "" is the language of now.
    everything : bool
        Write out what is counted only otherwise: usual findings, information, all that was not read.

    Returns
    -------
    str

    Examples
    --------
    >>> import budgetkit as bk
    >>> d = bk.read("raw/banan-2024-budget.pdf")
    >>> print(as_text(d, bk.reconcile(d), "zh").split("：")[0])
    没有矛盾
    """
    return "\n".join(Report(d, r, lang or language(), everything).lines())


class Report:
    """One document's report in one language."""

    def __init__(self, d: Disclosure, r: Reconciliation, lang: str, everything: bool) -> None:
        self.d, self.r, self.lang, self.everything = d, r, lang, everything

    def say(self, key: str, **values: object) -> str:
        return message(key, self.lang, **values)

    def joined(self, parts: Any, key: str = "list") -> str:
        return self.say(key).join(parts)

    def lines(self) -> Iterator[str]:
        yield from self.verdict_lines()
        yield ""
        yield self.say("key.title")
        yield from (self.key(f) for f in self._keys if f.key)
        if len(self.r.failures):
            yield ""
            yield from self._contradictions()
        yield ""
        yield from self._findings()
        yield ""
        yield from self.rest()

    def verdict_lines(self) -> Iterator[str]:
        found = self.r.checks[self.r.checks["severity"].eq("error")]["outcome"]
        undecided = int(found.isin(["insufficient", "unread"]).sum())
        numbers = {"n": len(self.r.failures), "decided": decided(self.r), "undecided": undecided}
        first = self.say(f"verdict.{verdict(self.d, self.r)}", **numbers)
        lost = [self.say("verdict.lost", n=len(self.d.unread))] if len(self.d.unread) else []
        yield self.joined([first, *lost], "clause")
        about, unknown = self.d.document, self.say("unknown")
        yield self.say(
            "about",
            entity=about.entity or about.document_id,
            year=about.fiscal_year or unknown,
            phase=self.say(f"phase.{about.phase}") if about.phase else unknown,
            pages=len(self.d.pages), tables=len(self.d.tables),
            figures=len(self.d.line_items), stated=len(self.d.stated),
        )  # fmt: skip
        if self.r.against:
            counts = compared(self.r)
            yield self.say("compared", others=self.joined(self.r.against), **counts)
            strangers = other_bodies(self.r)
            yield from (self.say("compared.body", detail=said(why, self.lang)) for why in strangers)
            if not strangers and not any(counts.values()):
                yield self.say("compared.nothing")

    def key(self, key: Found) -> str:
        name = key.name_zh if self.lang == "zh" else key.name_en
        amounts = [as_printed(f.printed, f.unit) for f in key.figures]
        if key.status == "ambiguous":
            return self.say("key.several", name=name, amounts=self.joined(amounts))
        if key.status == "doubtful":
            return self.say("key.doubtful", name=name, amounts=self.joined(amounts))
        if amounts:
            amount = self._sum(key) if len(amounts) > 1 else amounts[0]
            places = dict.fromkeys(figure_words(f, self.lang) for f in key.figures)
            more = [self.say("others")] if len(places) > SHOWN else []
            where = self.joined([*list(places)[:SHOWN], *more], "clause")
            return self.say("key.line", name=name, amount=amount, where=where) + self._other_base(key)
        kind = {"unread": "unread", "parts": "unsure"}.get(key.why, "missing")
        return self.say(f"key.{kind}", name=name)

    def _sum(self, key: Found) -> str:
        """Write an amount that is worked out: what it comes to, and of what."""
        signs = {1: " + ", -1: " - "}
        terms = "".join(signs[sign] + as_printed(f.printed, f.unit) for sign, f in key.terms)[3:]
        return f"{format_fen(key.fen)} 万元 = {terms}"

    def _other_base(self, key: Found) -> str:
        """Say of what a figure is a part, where that is not the basic expenditure that is shown above it."""
        if (base := other_base(key, self._keys)) is None:
            return ""
        return self.say(
            "key.base", amount=f"{format_fen(base.fen)} 万元" if base.known else self.say("unknown")
        )

    @cached_property
    def _keys(self) -> list[Found]:
        return found(self.d)

    def _contradictions(self) -> Iterator[str]:
        failures = self.r.failures
        yield self.say("fail.title", n=len(failures))
        left = failures if self.everything else failures.head(CONTRADICTIONS)
        for error, rows, sets in errors(self.r, left):
            if error and len(rows) > 1:
                yield self.say("suspect.group", n=error, checks=len(rows))
            for row in rows.itertuples():
                yield from self.contradiction(row)
            if error:
                yield from self.suspects(sets)
        if len(failures) > len(left):
            yield self.say("fail.more", n=len(failures) - len(left))

    def contradiction(self, row: Any) -> Iterator[str]:
        yield self.say("fail.line", id=row.rule_id, statement=statement(row.rule_id, self.lang))
        yield self.say("fail.where", where=placed(row.where, self.lang), pages=self._pages(row.pages))
        if pd.notna(row.reported_fen) and pd.notna(row.calculated_fen):
            sides = {"left": yuan(int(row.reported_fen)), "right": yuan(int(row.calculated_fen))}
            yield self.say("fail.sides", gap=yuan(abs(int(row.difference_fen))), **sides)
        else:
            yield f"    {said(row.detail, self.lang)}"
        yield self.say("fail.id", id=row.check_id)

    def suspects(self, sets: pd.DataFrame) -> Iterator[str]:
        yield self.say("suspect.title")
        explanations = [figures for _, figures in sets.groupby("explanation")]
        shown = explanations if self.everything else explanations[:SHOWN]
        for n, figures in enumerate(shown):
            if n:
                yield self.say("suspect.or")
            yield from (self._suspect(row) for row in figures.to_dict("records"))
            if not figures["minimal"].fillna(True).all():
                yield self.say("suspect.smaller")
        if len(explanations) > len(shown):
            yield self.say("suspect.many", n=len(explanations) - len(shown))

    def _suspect(self, row: dict[Any, Any]) -> str:
        if not row["line_id"]:
            return f"      {said(str(row['detail']), self.lang)}"
        about = {"words": self.r.words(row["line_id"], self.lang), "id": row["line_id"]}
        slip = name("slip", row["slip"], self.lang) if row["slip"] else ""
        if row["detail"]:
            told = self.joined([said(str(row["detail"]), self.lang), *([slip] if slip else [])], "clause")
            return self.say("suspect.other", detail=told, **about)
        printed = self.say("blank") if pd.isna(row["printed_fen"]) else yuan(int(row["printed_fen"]))
        bounds = {"most": row["low_fen"], "least": row["high_fen"]}  # an inequality leaves one side open
        key = next((key for key, bound in bounds.items() if pd.isna(bound)), "figure")
        line = self.say(f"suspect.{key}", printed=printed, required=yuan(int(row["required_fen"])), **about)
        return self.joined([line, *([slip] if slip else [])], "clause")

    def _findings(self) -> Iterator[str]:
        findings = self.r.findings
        shown = findings if self.everything else findings[rare(findings)]
        if shown.empty:
            yield self.say("finding.none")
            return
        yield self.say("finding.title", n=len(shown))
        yield from self.by_rule(shown)

    def by_rule(self, rows: pd.DataFrame) -> Iterator[str]:
        for rule, mine in rows.groupby("rule_id", sort=False):
            fails, decided = observed(str(rule))
            key = "finding.against" if decided else "finding.alone"
            against = self.say(key, fails=fails, decided=decided)
            yield self.say(
                "finding.line", id=rule, statement=statement(str(rule), self.lang), against=against
            )
            few = mine if self.everything else mine.head(SHOWN)
            for row in few.itertuples():
                place = {"where": placed(row.where, self.lang), "detail": said(row.detail, self.lang)}
                if row.pages:
                    yield self.say("finding.where", pages=self._pages(row.pages), **place)
                else:
                    yield self.say("finding.place", **place)
            if len(mine) > len(few):
                yield self.say("finding.more", n=len(mine) - len(few))

    def rest(self) -> Iterator[str]:
        checks, findings = self.r.checks, self.r.findings
        usual_ = findings[~rare(findings)]
        known = checks[checks["severity"].eq("information") & checks["outcome"].eq("fail")]
        if self.everything and len(known):
            yield self.say("information.title", n=len(known))
            yield from self.by_rule(known)
            yield ""
        yield self.say("rest.title")
        for key, rows in (("findings", usual_), ("information", known)):
            if len(rows) and not self.everything:
                yield self.say(f"rest.{key}", n=len(rows), rules=self._counts(rows["rule_id"]))
        undecided = checks["outcome"].isin(["insufficient", "unread"])
        yield self.say("rest.undecided", n=int(undecided.sum()))
        yield self.say("rest.consistency", detail=said(self.r.consistency.detail, self.lang))
        yield from self._unread()

    def _unread(self) -> Iterator[str]:
        unread = self.d.unread
        if not self.everything or unread.empty:
            kinds = unread["why"].map(lambda why: said(kind_of(why), self.lang))
            whys = self._counts(kinds) or self.say("none")
            yield self.say("rest.unread", n=len(unread), whys=whys)
            return
        yield ""
        yield self.say("unread.title", n=len(unread))
        for row in unread.to_dict("records"):
            place = self.say("nopage") if pd.isna(row["page"]) else page_words(str(row["page"]), self.lang)
            why = said(str(row["why"]), self.lang)
            yield self.say("unread.line", place=place, printed=repr(row["printed"]), why=why)

    def _counts(self, values: pd.Series) -> str:
        counts = Counter(values)
        words = [f"{value} {n}" for value, n in counts.most_common(2 * SHOWN)]
        return self.joined([*words, *([self.say("others")] if len(counts) > 2 * SHOWN else [])])

    def _pages(self, pages: Any) -> str:
        return page_words(str(pages), self.lang) or self.say("nopage")
