"""Contradictions in words: one sentence each, then their checks and the figures that are likely wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from ..amounts import yuan
from ..knowledge import message, name, placed, said
from ..reconciliation import Reconciliation, figure_words, printed_words, reported, statement
from ..records import Figure
from .outcome import Problem, problems
from .places import Sheets

SHOWN = 3
"""How many places of one finding and kinds of what is unread are written out."""

ALTERNATIVES = 6
"""How many mends are written out that do as well as each other, where not all are asked for."""

MOST = 20
"""How many contradictions are written out where not all are asked for."""


class Contradictions:
    """The contradictions of one document in one language."""

    def __init__(self, r: Reconciliation, lang: str, everything: bool, sheets: Sheets) -> None:
        self.r, self.lang, self.everything, self.sheets = r, lang, everything, sheets

    def say(self, key: str, **values: object) -> str:
        return message(key, self.lang, **values)

    def joined(self, parts: Any, key: str = "list") -> str:
        return self.say(key).join(parts)

    @cached_property
    def found(self) -> list[Problem]:
        """The contradictions, which the verdict counts and all below it speak of."""
        return problems(self.r)

    def sentences(self) -> Iterator[str]:
        """Say each contradiction in a sentence: where, what is printed, what it should be."""
        yield from (self.sentence(p) for p in (self.found if self.everything else self.found[:MOST]))

    def sentence(self, problem: Problem) -> str:
        sets = problem.suspects
        words: list[str] = []
        if problem.culprits:
            few = sets.head(SHOWN).to_dict("records")
            words = [self._required("problem", row) for row in few]
            if len(sets) > len(few):
                words.append(self.say("problem.more", n=len(sets) - len(few)))
        else:
            for row in problem.checks.head(SHOWN).itertuples():
                sides = self._sides(row).strip()
                words.append(self.say("problem.sides", where=self._place(row), sides=sides))
            words.append(self.say("problem.unknown"))
        text = self.joined(words, "clause")
        if len(problem.again):
            places = dict.fromkeys(self._again(problem, row) for row in problem.again.itertuples())
            text += self.say("problem.again", n=len(problem.again), places=self.joined(places))
        return self.say("problem.line", n=problem.number, text=text)

    def contradictions(self) -> Iterator[str]:
        yield self.title(self.found)
        shown = self.found if self.everything else self.found[:MOST]
        for problem in shown:
            yield self.group(problem)
            for row in problem.checks.itertuples():
                yield from self.contradiction(row)
            yield from self.others(problem)
            yield from self.suspects(problem)
        if len(self.found) > len(shown):
            yield self.say("fail.more", n=len(self.found) - len(shown))

    def title(self, found: Sequence[Problem]) -> str:
        return self.say("fail.title" if found else "fail.none", n=len(found), checks=len(self.r.failures))

    def group(self, problem: Problem) -> str:
        """Return the heading of a contradiction."""
        return self.say("suspect.group", n=problem.number, checks=len(problem.checks) + len(problem.again))

    def contradiction(self, row: Any) -> Iterator[str]:
        yield self.say("fail.line", id=row.rule_id, statement=statement(row.rule_id, self.lang))
        yield self.say("fail.where", where=self._place(row))
        yield self._sides(row)
        yield self.say("fail.id", id=row.check_id)

    def others(self, problem: Problem) -> Iterator[str]:
        """Name the failing checks of the same row in other columns, or of rows like it."""
        for row in problem.again.itertuples():
            yield self.say("fail.again", where=self._place(row), id=row.check_id)

    def _place(self, row: Any) -> str:
        """Say where a check stands: the figure that it is about as it is headed on the page, else its key."""
        figure = reported(self.r.found(str(row.check_id))[1])
        if figure is not None and figure.id:
            return figure_words(figure, self.lang)
        pages = self.sheets.words(str(row.pages), self.lang)
        return self.joined([placed(row.where, self.lang), *([pages] if pages else [])], "clause")

    def _again(self, problem: Problem, row: Any) -> str:
        """Name the column where a row fails alike in several, the row where it is another one."""
        first, other = (
            reported(self.r.found(id)[1]) for id in (problem.checks["check_id"].iloc[0], str(row.check_id))
        )
        alike = first is not None and other is not None and first.place == other.place
        return self._column(row) if alike else self._place(row)

    def _column(self, row: Any) -> str:
        figure = reported(self.r.found(str(row.check_id))[1])
        header = figure.header.replace(" / ", "—") if figure else ""
        return header or placed(str(row.where).split(" / ")[-1], self.lang)

    def _sides(self, row: Any) -> str:
        check = self.r.found(str(row.check_id))[1]
        if check.rate and (whole := sum(sign * (f.fen or 0) for sign, f in check.right)):
            came = 100 * sum(sign * (f.fen or 0) for sign, f in check.left) / whole
            shown = {"part": self._sum(check.left), "whole": self._sum(check.right), "came": f"{came:,.2f} %"}
            key = "fail.share" if check.rate.figure.role == "share" else "fail.rate"
            return self.say(key, printed=check.rate.figure.printed, **shown)
        if pd.isna(row.reported_fen) or pd.isna(row.calculated_fen):
            return f"    {said(row.detail, self.lang)}"
        sides = check.named or (check.left, check.right)
        texts = [yuan(int(row.reported_fen)), yuan(int(row.calculated_fen))]
        lone = [side[0][1] if len(side) == 1 and side[0][0] >= 0 else None for side in sides]
        for n, figure in enumerate(lone[:2]):
            if figure is not None and figure.fen == (row.reported_fen, row.calculated_fen)[n]:
                texts[n] = printed_words(figure, self.lang)
        gap = yuan(abs(int(row.difference_fen)))
        known = {"left": texts[0], "right": texts[1], "gap": gap}
        if len(lone) == 2 and lone[1] is not None and lone[1].id:
            return self.say("fail.against", words=figure_words(lone[1], self.lang), **known)
        return self.say("fail.sides", **known)

    def _sum(self, terms: Sequence[tuple[int, Figure]]) -> str:
        if len(terms) == 1:
            return printed_words(terms[0][1], self.lang)
        return yuan(sum(sign * (f.fen or 0) for sign, f in terms))

    def suspects(self, problem: Problem) -> Iterator[str]:
        """Name the figures that are likely wrong; where it cannot be told, list what may be."""
        sets = problem.suspects
        if sets.empty:
            return
        explanations = [figures for _, figures in sets.groupby("explanation")]
        if problem.culprits or sets["line_id"].eq("").any():
            yield self.say("suspect.title")
        else:
            yield self.say(f"suspect.untold{'.one' * (len(explanations) == 1)}", n=len(explanations))
        shown = explanations if self.everything else explanations[:ALTERNATIVES]
        for n, figures in enumerate(shown):
            if n and len(shown[n - 1]) + len(figures) > 2:
                yield self.say("suspect.or")
            yield from (self._suspect(row) for row in figures.to_dict("records"))
            if not figures["minimal"].fillna(True).all():
                yield self.say("suspect.smaller")
        if len(explanations) > len(shown):
            yield self.say("suspect.many", n=len(explanations) - len(shown))

    def _suspect(self, row: dict[Any, Any]) -> str:
        if not row["line_id"]:
            return f"      {said(str(row['detail']), self.lang)}"
        return self._required("suspect", row)

    def _required(self, kind: str, row: dict[Any, Any]) -> str:
        """Say of a figure that is likely wrong what is printed and what should be there, and the slip."""
        about = {"words": self.r.words(row["line_id"], self.lang), "id": row["line_id"]}
        slip = name("slip", row["slip"], self.lang) if row["slip"] else ""
        if row["detail"]:
            told = self.joined([said(str(row["detail"]), self.lang), *([slip] if slip else [])], "clause")
            return self.say(f"{kind}.other", detail=told, **about)
        figure = self.r.figure(row["line_id"])
        printed = printed_words(figure, self.lang) if figure else self.say("blank")
        bounds = {"most": row["low_fen"], "least": row["high_fen"]}  # an inequality leaves one side open
        key = next((key for key, bound in bounds.items() if pd.isna(bound)), "figure")
        line = self.say(f"{kind}.{key}", printed=printed, required=yuan(int(row["required_fen"])), **about)
        return self.joined([line, *([slip] if slip else [])], "clause")
