"""A reconciliation for readers, as text: the message first, then what it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import pandas as pd

from ..amounts import as_printed, format_fen, yuan
from ..analysis import Found, found, other_base
from ..disclosure import Disclosure
from ..knowledge import message, placed, said
from ..language import language
from ..reconciliation import Reconciliation, figure_words, observed, statement
from ..records import Document, Figure
from .contradictions import SHOWN, Contradictions
from .outcome import compared, decided, other_bodies, rare, undecided, verdict
from .places import Sheets

_NUMBERS = re.compile(r"'[^']*'|\d+(?: x \d+)?")


def kind_of(why: str) -> str:
    """Return why something was not read without what differs from one place to the next.

    >>> kind_of("'x' is not an amount in 万元"), kind_of("3 figures of 2 x 5")
    ('… is not an amount in 万元', '… figures of …')
    """
    return _NUMBERS.sub("…", why)


def when(about: Document, lang: str) -> str:
    """Say which year and phase a document is of, and that the year is not known.

    >>> when(Document("x", fiscal_year=2024, phase="approved"), "zh"), when(Document("x"), "en")
    ('2024年预算', 'year unknown')
    """
    phase = message(f"phase.{about.phase}", lang) if about.phase else ""
    if about.fiscal_year:
        return message("about.when", lang, year=about.fiscal_year, phase=phase).strip()
    unknown = message("about.noyear", lang)
    return message("in", lang, words=phase, place=unknown) if phase else unknown


def amount(figure: Figure) -> str:
    """Return a key figure in 万元, so that several can be compared; what is no amount as printed.

    >>> amount(Figure(printed="371,514,655.00", unit="元", fen=37_151_465_500))
    '37,151.4655 万元'
    >>> amount(Figure(printed="1137.1", fen=1_137_100_000)), amount(Figure(printed="3辆", unit="辆"))
    ('1,137.10 万元', '3辆')
    """
    if figure.fen:
        return yuan(figure.fen) if figure.fen % 10_000 else f"{format_fen(figure.fen)} 万元"
    return as_printed(figure.printed, figure.unit)


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


class Report(Contradictions):
    """One document's report in one language."""

    def __init__(self, d: Disclosure, r: Reconciliation, lang: str, everything: bool) -> None:
        super().__init__(r, lang, everything, Sheets(d.records("line_items")))
        self.d = d

    def lines(self) -> Iterator[str]:
        first, *about = self.verdict_lines()
        yield first
        yield from self.sentences()
        yield from about
        yield ""
        yield self.say("key.title")
        yield from (self.key(f) for f in self._keys if f.key)
        if len(self.r.failures):
            yield ""
            yield from self.contradictions()
        yield ""
        yield from self._findings()
        yield ""
        yield from self.rest()

    def verdict_lines(self) -> Iterator[str]:
        numbers = {"n": len(self.r.failures), "decided": decided(self.r), "undecided": undecided(self.r)}
        first = self.say(f"verdict.{verdict(self.d, self.r)}", places=len(self.found), **numbers)
        lost = [self.say("verdict.lost", n=len(self.d.unread))] if len(self.d.unread) else []
        yield self.joined([first, *lost], "clause")
        about = self.d.document
        yield self.say(
            "about",
            entity=about.entity or about.document_id,
            when=when(about, self.lang),
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
        amounts = [amount(f) for f in key.figures]
        if key.status == "ambiguous":
            return self.say("key.several", name=name, amounts=self.joined(amounts))
        if key.status == "doubtful":
            return self.say("key.doubtful", name=name, amounts=self.joined(amounts))
        if amounts:
            told = self._worked_out(key) if len(amounts) > 1 else amounts[0]
            places = dict.fromkeys(figure_words(f, self.lang) for f in key.figures)
            more = [self.say("others")] if len(places) > SHOWN else []
            where = self.joined([*list(places)[:SHOWN], *more], "clause")
            return self.say("key.line", name=name, amount=told, where=where) + self._other_base(key)
        kind = {"unread": "unread", "parts": "unsure"}.get(key.why, "missing")
        return self.say(f"key.{kind}", name=name)

    def _worked_out(self, key: Found) -> str:
        """Write an amount that is worked out: what it comes to, and of what."""
        signs = {1: " + ", -1: " - "}
        terms = "".join(signs[sign] + amount(f) for sign, f in key.terms)[3:]
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
                what = str(row.where).partition(" / ")  # a ratio says itself what it is of
                again = what[1] and str(row.detail).startswith(f"{what[0]} ")
                line = f"    {place['detail']}" if again else self.say("finding.place", **place)
                pages = self.sheets.words(str(row.pages), self.lang)
                yield self.joined([line, *([pages] if pages else [])], "clause")
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
        left = int(checks["outcome"].isin(["insufficient", "unread"]).sum())
        yield self.say("rest.undecided", n=left, must=undecided(self.r))
        if self.everything or self.r.consistency.broken:
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
            page = "" if pd.isna(row["page"]) else str(row["page"])
            place = row["ref"] or self.sheets.words(page, self.lang) or self.say("nopage")
            why = said(str(row["why"]), self.lang)
            yield self.say("unread.line", place=place, printed=repr(row["printed"]), why=why)

    def _counts(self, values: pd.Series) -> str:
        counts = Counter(values)
        words = [f"{value} {n}" for value, n in counts.most_common(2 * SHOWN)]
        return self.joined([*words, *([self.say("others")] if len(counts) > 2 * SHOWN else [])])
