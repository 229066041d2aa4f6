"""What two figures must share to speak of the same: named once, in records."""

from __future__ import annotations

import pytest

from budgetkit.records import CODES, COLUMN, MONEY, PERIOD, ROW, SUBJECT, Figure, subject, without


@pytest.mark.parametrize("keys", [MONEY, PERIOD, COLUMN, CODES, ROW, SUBJECT])
def test_what_figures_share_are_attributes_of_a_figure_each_named_once(keys: tuple[str, ...]) -> None:
    assert all(hasattr(Figure(), key) for key in keys)
    assert len(set(keys)) == len(keys)


def test_figures_of_one_name_and_concept_speak_of_the_same_only_where_all_keys_agree() -> None:
    one = Figure(concept="reception", item="公务接待费", fund="fiscal", role="level", year=2024)
    assert subject(one) == subject(one._replace(item="接待费", role="change", year=2023))
    for key in SUBJECT:
        assert subject(one) != subject(one._replace(**{key: "other"})), key


def test_what_no_concept_tells_apart_is_told_apart_by_its_name() -> None:
    for concept in ("", "function_item", "economic_item", "economic_class"):
        one = Figure(concept=concept, item="办公费")
        assert subject(one) != subject(one._replace(item="印刷费"))


def test_keys_are_left_out_by_name() -> None:
    assert without(COLUMN, *PERIOD) == MONEY
    assert without(MONEY, "nothing") == MONEY
