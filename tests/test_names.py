"""What ``bk.`` offers is what is public, and all that is public is there."""

from __future__ import annotations

import importlib

import budgetkit as bk


def test_bk_shows_its_public_names_and_nothing_of_its_making():
    assert sorted(dir(bk)) == sorted([*bk.__all__, "__doc__", "__version__"])
    assert not {"records", "rulebook", "annotations", "__path__"} & set(dir(bk))
    assert [name for name in dir(bk) if not hasattr(bk, name)] == []


def test_a_room_that_bk_does_not_show_can_be_imported():
    assert importlib.import_module("budgetkit.records").TABLES[0] == "documents"
    assert bk.records.TABLES[0] == "documents"


def test_analyze_is_analysis():
    assert bk.analyze is bk.analysis is importlib.import_module("budgetkit.analysis")
    assert bk.analyze.total.__name__ == "total"
