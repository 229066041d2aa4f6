"""The prose of 30 real disclosures is read as people read it who did not know how the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.narratives import KEYS, Score, marks, read_key, same_item, score

pytestmark = pytest.mark.xdist_group("corpus")
NAMES = sorted(path.stem for path in KEYS.glob("*.csv"))


@pytest.fixture(scope="module")
def scores(shared: Path) -> dict[str, Score]:
    return {name: score(shared / "corpus" / "narratives" / f"{name}.txt") for name in NAMES}


def test_97_of_100_stated_figures_are_read_and_98_of_100_that_are_read_are_right(
    scores: dict[str, Score],
) -> None:
    total = Score()
    for one in scores.values():
        total += one
    assert (len(scores), total.keys) == (30, 3157)
    assert total.recall >= 0.97, total.differences[:20]
    assert total.precision >= 0.98


def test_no_narrative_is_read_much_worse_than_the_others(scores: dict[str, Score]) -> None:
    low = {name: (s.recall, s.precision) for name, s in scores.items() if min(s.recall, s.precision) < 0.93}
    assert low == {}


def test_the_key_has_known_roles_and_no_sentence_of_the_originals() -> None:
    for name in NAMES:
        for row in read_key(name):
            assert row["role"] in {
                *("level", "change", "prior", "percent", "share", "completion", "count", "absent"),
            }, (name, row)
            assert not re.search("[。；]", row["item"]), (name, row)
            assert len(row["item"]) <= 60, (name, row)


def test_a_number_of_the_text_is_counted_and_a_year_is_not() -> None:
    assert marks("2024年预算 5 万元，比2023年增加1.5万元") == [7, 19]


def test_a_path_may_be_given_from_its_printed_part() -> None:
    assert same_item("人大事务/行政运行", "一般公共服务支出/人大事务/行政运行")
    assert same_item("教育支出（类）", "教育")
    assert not same_item("行政运行", "机关服务")
