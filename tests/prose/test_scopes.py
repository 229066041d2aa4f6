"""What is open at a place of the prose nests, and gives back what it interrupted; no text is read here."""

from __future__ import annotations

import pytest

from budgetkit.prose.clauses import Base, Clause
from budgetkit.prose.nouns import Topic
from budgetkit.prose.scopes import Said, Scopes

WHOLE = Topic("expenditure_budget", "支出预算", "total", direction="expenditure", fund="total")
PART = Topic("basic_expenditure", "基本支出", "part", direction="expenditure", fund="total")
LINE = Topic("function_item", "行政运行", "class", direction="expenditure", fund="general_public")
FUND = Topic("government_fund", "政府性基金", "fund", fund="government_fund")


def said(about: Topic = WHOLE, role: str = "level", year: int | None = None) -> Said:
    return Said(about, role, 0, 1, base=Base(year))


def speaking_of(about: Topic, *found: Said) -> Scopes:
    scopes = Scopes(scope=about)
    scopes.turn(about)
    for one in found:
        scopes.keep(one)
    return scopes


# brackets, reasons, purposes


@pytest.mark.parametrize("kind", ["bracket", "reason", "purpose"])
def test_what_was_interrupted_goes_on_where_it_was(kind):
    scopes = speaking_of(WHOLE, level := said())
    scopes.base = Base(2023)
    scopes.push(kind, 5)
    scopes.turn(PART)
    scopes.keep(said(PART))
    scopes.scope, scopes.base = PART, Base(2022)
    [frame] = scopes.pop(kind)
    assert (frame.kind, frame.start, frame.group, frame.used) == (kind, 5, [level], True)
    assert (scopes.subject, scopes.group, scopes.scope, scopes.base) == (WHOLE, [level], WHOLE, Base(2023))
    assert len(scopes.recent) == 2


def test_only_a_bracket_goes_on_speaking_of_what_was_said():
    scopes = speaking_of(WHOLE, level := said())
    assert scopes.push("bracket", 0).group is scopes.group
    assert scopes.group == [level]
    scopes.push("purpose", 0)
    assert scopes.group == []


def test_a_frame_that_ends_ends_all_that_began_within_it():
    scopes = speaking_of(WHOLE)
    for start, kind in enumerate(("bracket", "reason", "purpose")):
        scopes.push(kind, start)
    assert scopes.inside("reason") and scopes.innermost("purpose") and not scopes.innermost("reason")
    assert [f.kind for f in scopes.pop("bracket")] == ["purpose", "reason", "bracket"]
    scopes.push("reason", 3)
    assert [f.kind for f in scopes.pop("bracket")] == ["reason"]  # a bracket that was never opened


def test_reasons_end_at_a_bracket_and_at_a_purpose_that_lists_amounts():
    scopes = speaking_of(WHOLE)
    for kind in ("reason", "bracket", "purpose"):
        scopes.push(kind, 0)
    assert [f.kind for f in scopes.close()] == ["purpose"]
    assert [f.kind for f in scopes.frames] == ["reason", "bracket"]
    scopes.push("purpose", 0)
    scopes.keep(said())
    assert scopes.close(keep_lists=True) == []
    assert [f.kind for f in scopes.close()] == ["purpose"]


def test_what_stands_in_brackets_is_of_the_year_before_them_and_a_reason_of_none():
    scopes = speaking_of(WHOLE, said(role="prior", year=2023))
    scopes.push("bracket", 0)
    assert scopes.time == Base(2023)
    scopes.governing = Clause("", "change")
    scopes.push("reason", 0)
    assert (scopes.time, scopes.governing) == (None, None)
    scopes.pop()
    assert scopes.time is None


def test_a_noun_in_a_reason_is_of_the_line_that_it_explains():
    scopes = speaking_of(LINE)
    scopes.scope = WHOLE
    assert scopes.around() == WHOLE
    scopes.push("reason", 0)
    assert scopes.around() == LINE
    scopes.push("bracket", 0)
    assert scopes.around() == WHOLE
    scopes.pop()
    scopes.turn(PART)
    scopes.push("reason", 0)
    assert scopes.around() == WHOLE


# lists


@pytest.mark.parametrize(("parts", "subject"), [(1, PART), (2, WHOLE)])
def test_after_a_list_of_two_the_whole_is_spoken_of_again(parts, subject):
    scopes = speaking_of(WHOLE, level := said())
    scopes.open_list()
    for _ in range(parts):
        scopes.turn(PART)
        scopes.keep(said(PART))
    scopes.back_to_whole()
    assert scopes.subject == subject
    assert (scopes.group == [level]) == (subject is WHOLE)
    assert scopes.listing
    scopes.end_list()
    assert not scopes.listing


def test_a_list_in_a_list_that_says_nothing_yet_has_the_same_whole():
    scopes = speaking_of(WHOLE, said())
    scopes.open_list()
    scopes.turn(PART)
    scopes.open_list()
    assert scopes.owner is not None and scopes.owner.topic == scopes.scope == WHOLE
    scopes.keep(said(PART))
    scopes.open_list()
    assert scopes.owner is not None and scopes.owner.topic == scopes.scope == PART


def test_the_items_of_a_list_are_of_the_year_of_their_whole():
    scopes = speaking_of(WHOLE, said(role="prior", year=2023))
    scopes.open_list()
    assert scopes.time == Base(2023)
    scopes.end_list()
    assert scopes.time is None


# headings


def test_a_heading_closes_those_of_its_rank_and_below_and_nothing_was_said_under_it():
    scopes = speaking_of(WHOLE, said())
    for rank, topic in ((1, WHOLE), (2, LINE), (2, FUND)):
        scopes.enter(rank, topic)
    assert scopes.heads == [(1, WHOLE), (2, FUND)]
    assert (scopes.subject, scopes.group, scopes.recent, scopes.base) == (None, [], [], None)
    scopes.leave(2)
    assert scopes.heads == [(1, WHOLE)]


def test_headings_lend_their_fund_and_a_list_that_goes_on_speaks_for_itself():
    scopes = Scopes()
    assert scopes.head() is None
    scopes.enter(1, FUND)
    scopes.enter(2, Topic("basic_expenditure", "基本支出", "part", direction="expenditure"))
    head = scopes.head()
    assert head is not None and (head.concept, head.fund) == ("basic_expenditure", "government_fund")
    outer = scopes.head(outer=True)
    assert outer is not None and (outer.concept, outer.fund) == ("government_fund", "government_fund")
    scopes.go_on_below(WHOLE, 2.5)
    assert scopes.head() == WHOLE
    scopes.end_lists()
    assert [rank for rank, _ in scopes.heads] == [1, 2]


def test_what_was_said_last_is_asked_for_by_its_role():
    scopes = speaking_of(WHOLE, said(), change := said(role="change"))
    assert (scopes.last("change"), scopes.last("level")) == (change, None)
    scopes.turn(PART)
    assert scopes.last("change") is None
    scopes.turn(WHOLE, [change])
    assert scopes.last("change") is change
