"""Sheets of performance targets and lists of projects, on pages typeset for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetkit as bk
from tests.support.inline import document, table
from tests.support.layouts import PAGE, pages, sheet, unread

TITLE = "2024年项目绩效目标表"
KEYS = "category indicator operator target unit"


def indicators(d: bk.Disclosure, keys: str = KEYS) -> list[str]:
    """Return one text for each indicator; ``·`` is an empty text."""
    return [
        " ".join(str(v).replace(" > ", ">") or "·" for v in row)
        for row in d.indicators[keys.split()].values.tolist()
    ]


FIELDS = """
    项目名称|水渠清淤||||
    主管部门|甲市乙区水务局||实施单位|甲市乙区河道管理所|
    项目资金（万元）|年度资金总额||28.50||
    |其中：财政拨款||26.00||
    |其他资金||2.50||"""
THREE = """
    一级指标|二级指标|三级指标|指标性质|指标值|计量单位
    产出指标|数量指标|清淤长度|≥|12|公里
    ||水闸维修|＝|3|座
    |质量指标|验收合格率|≥|95|%
    效益指标|社会效益指标|受益村庄|定性|增加|
    满意度指标|服务对象满意度|村民满意度|≥|90|%"""
SPANS = "0,1,1,5 1,1,1,2 1,4,1,2 2,0,3,1 2,1,1,2 3,1,1,2 4,1,1,2 2,3,1,3 3,3,1,3 4,3,1,3 6,0,3,1 6,1,2,1"
READ = [
    "产出指标>数量指标 清淤长度 ≥ 12 公里", "产出指标>数量指标 水闸维修 = 3 座",
    "产出指标>质量指标 验收合格率 ≥ 95 %", "效益指标>社会效益指标 受益村庄 定性 增加 ·",
    "满意度指标>服务对象满意度 村民满意度 ≥ 90 %",
]  # fmt: skip


def test_indicators_of_three_levels_keep_their_merged_headings(tmp_path: Path) -> None:
    d = pages(tmp_path, TITLE, sheet(FIELDS + THREE, SPANS))
    assert indicators(d) == READ and unread(d) == []


def test_a_sheet_states_project_and_funding(tmp_path: Path) -> None:
    d = pages(tmp_path, TITLE, sheet(FIELDS + THREE, SPANS))
    assert set(d.indicators["form"]) == {"project_targets"}
    assert set(d.indicators["project"]) == {"水渠清淤"}
    assert set(d.indicators["budget_fen"]) == {28_500_000}
    assert set(d.indicators["funding"]) == {"年度资金总额 28.50; 其中：财政拨款 26.00; 其他资金 2.50"}


@pytest.mark.parametrize(
    ("row", "repeat"),
    [
        (2, False), (3, False), (4, False), (5, False), (4, True), (5, True),
        (2, True), (3, True),
    ],
)  # fmt: skip
def test_headings_hold_over_a_page_break(tmp_path: Path, row: int, repeat: bool) -> None:
    table = sheet(THREE, "1,0,3,1 1,1,2,1", head=1, break_before=[row], repeat_header=repeat)
    d = pages(tmp_path, TITLE, ("项目名称：水渠清淤", "", ""), table)
    assert indicators(d) == READ
    assert sorted(set(d.indicators["page"])) == [1, 2]


@pytest.mark.parametrize(
    ("printed", "operator"),
    [
        ("≥95%", "≥"),
        ("≤3天", "≤"),
        ("＝12公里", "="),
        ("=12", "="),
        (">5", ">"),
        (">=5", "≥"),
        ("＜＝3天", "≤"),
        ("=>90%", "≥"),
        ("==12", "="),
        ("95%", ""),
        ("明显改善", ""),
    ],
)
def test_an_operator_within_the_value_is_read(tmp_path: Path, printed: str, operator: str) -> None:
    d = pages(tmp_path, TITLE, sheet(f"""
        项目名称|水渠清淤||
        一级指标|二级指标|三级指标|指标值
        产出指标|质量指标|验收合格率|{printed}""", "0,1,1,3"))  # fmt: skip
    assert indicators(d, "project indicator operator target") == [
        f"水渠清淤 验收合格率 {operator or '·'} {printed}"
    ]


def test_weights_and_core_marks_are_kept(tmp_path: Path) -> None:
    d = pages(tmp_path, "2024年一般性项目绩效目标表", sheet("""
        项目名称|水库巡查||||
        当年预算|6.00||单位|万元|
        指标名称|指标权重|指标性质|指标值|计量单位|是否核心
        巡查次数|60|≥|24|次|是
        村民满意度|30|≥|90|%|否""", "0,1,1,5"))  # fmt: skip
    assert indicators(d, "indicator weight operator target unit is_core") == [
        "巡查次数 60.0 ≥ 24 次 True", "村民满意度 30.0 ≥ 90 % False",
    ]  # fmt: skip


@pytest.mark.parametrize(("printed", "operator"), [(">=", "≥"), ("＜＝", "≤"), ("＝", "="), ("定性", "定性")])
def test_an_operator_in_a_column_of_its_own_is_read_however_it_is_typed(
    tmp_path: Path, printed: str, operator: str
) -> None:
    d = pages(tmp_path, "2024年一般性项目绩效目标表", sheet(f"""
        项目名称|水库巡查||||
        当年预算|6.00||单位|万元|
        指标名称|指标权重|指标性质|指标值|计量单位|是否核心
        巡查次数|60|{printed}|24|次|是""", "0,1,1,5"))  # fmt: skip
    assert indicators(d, "indicator operator target") == [f"巡查次数 {operator} 24"]


@pytest.mark.parametrize(("printed", "weight"), [("６０", 60), ("〇", 0), ("６０分", 60), ("3.5%", 3.5)])
def test_a_weight_is_read_in_full_width_digits_too(tmp_path: Path, printed: str, weight: float) -> None:
    rows = f"指标名称|指标权重|指标性质|指标值|计量单位|是否核心\n巡查次数|{printed}|≥|24|次|是"
    d = document(tmp_path, table("2024年一般性项目绩效目标表", rows))
    assert d.indicators["weight"].tolist() == [weight]


BESIDE = """
    项目名称|项目总额|其中：||绩效目标|一级指标|二级指标|三级指标|绩效指标性质|本年绩效指标值|绩效度量单位
    ||财政资金|其他资金|||||||
    水渠清淤|28.50|26.00|2.50|渠道畅通|产出指标|数量指标|清淤长度|≥|12|公里
    |||||产出指标|质量指标|验收合格率|≥|95|%
    水库巡查|6.00|6.00||水库安全|产出指标|数量指标|巡查次数|≥|24|次
    |||||满意度指标|服务对象满意度|村民满意度|≥|90|%"""
BESIDE_SPANS = (
    " ".join(f"0,{c},2,1" for c in (0, 1, *range(4, 11))) + " 0,2,1,2 "
    + " ".join(f"{r},{c},2,1" for r in (2, 4) for c in range(5))
)  # fmt: skip


def beside(tmp_path: Path, **look: object) -> bk.Disclosure:
    """Read a list of projects with their money beside the indicators."""
    table = sheet(BESIDE, BESIDE_SPANS, head=2, size=6.0, **{"padding": (1, 2), **look})
    return pages(tmp_path, TITLE, "金额单位：万元", table, landscape=True)


def test_projects_with_money_beside_their_indicators_are_told_apart(tmp_path: Path) -> None:
    d = beside(tmp_path)
    assert indicators(d, f"project budget_fen {KEYS}") == [
        "水渠清淤 28500000 产出指标>数量指标 清淤长度 ≥ 12 公里", "水渠清淤 28500000 产出指标>质量指标 验收合格率 ≥ 95 %",
        "水库巡查 6000000 产出指标>数量指标 巡查次数 ≥ 24 次",
        "水库巡查 6000000 满意度指标>服务对象满意度 村民满意度 ≥ 90 %",
    ]  # fmt: skip


def test_a_page_break_within_a_project_of_a_list_keeps_its_money(tmp_path: Path) -> None:
    d = beside(tmp_path, break_before=[3])
    assert indicators(d, "project budget_fen indicator page") == [
        "水渠清淤 28500000 清淤长度 1", "水渠清淤 28500000 验收合格率 2", "水库巡查 6000000 巡查次数 2",
        "水库巡查 6000000 村民满意度 2",
    ]  # fmt: skip


def test_all_money_of_a_project_in_a_list_is_captured(tmp_path: Path) -> None:
    funding = beside(tmp_path).indicators["funding"].unique().tolist()
    assert [[part.split()[-1] for part in text.split("; ")] for text in funding] == [
        ["28.50", "26.00", "2.50"], ["6.00", "6.00"],
    ]  # fmt: skip


def test_money_beside_indicators_says_which_funds_it_is(tmp_path: Path) -> None:
    assert beside(tmp_path).indicators["funding"].unique().tolist() == [
        "项目总额 28.50; 财政资金 26.00; 其他资金 2.50", "项目总额 6.00; 财政资金 6.00",
    ]  # fmt: skip


def test_projects_on_sheets_of_their_own_do_not_mix(tmp_path: Path) -> None:
    other = (
        FIELDS.replace("水渠清淤", "水库巡查")
        .replace("28.50", "6.00")
        .replace("26.00", "4.00")
        .replace("2.50", "2.00")
    )
    d = pages(tmp_path, TITLE, sheet(FIELDS + THREE, SPANS), PAGE, TITLE, sheet(other + THREE, SPANS))
    assert indicators(d, "project budget_fen page")[::5] == ["水渠清淤 28500000 1", "水库巡查 6000000 2"]
    assert indicators(d, KEYS) == READ * 2


def test_money_of_a_sheet_without_indicators_is_unread(tmp_path: Path) -> None:
    d = pages(tmp_path, TITLE, sheet(FIELDS, "0,1,1,5 1,1,1,2 1,4,1,2 2,0,3,1"))
    assert len(d.indicators) == 0
    assert unread(d) == [f"{n}: a sheet of targets without indicators" for n in ("28.50", "26.00", "2.50")]


def test_a_sheet_that_prints_no_header_of_its_own_has_the_columns_of_the_sheet_before(tmp_path: Path) -> None:
    other = (
        FIELDS.replace("水渠清淤", "水库巡查")
        .replace("28.50", "6.00")
        .replace("项目名称", "专项（项目）名称")
    )
    without = THREE.replace("\n    一级指标|二级指标|三级指标|指标性质|指标值|计量单位", "")
    spans = "0,1,1,5 1,1,1,2 1,4,1,2 2,0,3,1 2,1,1,2 3,1,1,2 4,1,1,2 2,3,1,3 3,3,1,3 4,3,1,3 5,0,3,1 5,1,2,1"
    d = pages(tmp_path, TITLE, sheet(FIELDS + THREE, SPANS), PAGE, sheet(other + without, spans))
    assert indicators(d, "project budget_fen page")[::5] == ["水渠清淤 28500000 1", "水库巡查 6000000 2"]
    assert indicators(d, KEYS) == READ * 2
    assert unread(d) == []
