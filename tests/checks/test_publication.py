"""How a disclosure is published and worded: dates, contact, glossary, contents, leftovers, whose and when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import budgetkit as bk
from budgetkit.readers.pages import Cell, Grid, Line, Page
from budgetkit.reconciliation.reconcile import reconcile
from budgetkit.tables import captions
from tests.support.worked import document


def prose(*lines: str, about: str = "") -> SimpleNamespace:
    return document(f"{about}\n\nprose,{','.join(lines)}")


def outcomes(doc: SimpleNamespace, rule: str) -> list[str]:
    return reconcile(doc, only=[rule]).checks["outcome"].tolist()


# D08 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "outcome"),
    [
        ("2024年2月9日", "exact"),
        ("2024-02-09", "exact"),
        ("2024年2月10日", "fail"),
        ("2024年1月1日", "insufficient"),
    ],
)
def test_20_days_are_counted_from_approval(published: str, outcome: str) -> None:
    assert outcomes(prose("批复时间：2024年1月20日", f"公开时间：{published}"), "D08") == [outcome]


@pytest.mark.parametrize(
    "lines",
    [
        ["批复时间：2024年1月20日"],
        ["公开时间：2024年1月20日"],
        ["批复时间：2024年13月45日", "公开时间：2024年1月20日"],
    ],
)
def test_without_both_dates_nothing_is_decided(lines: list[str]) -> None:
    assert outcomes(prose(*lines), "D08") == ["insufficient"]


# D09, D10 ---------------------------------------------------------------------------------------------


def test_that_there_is_a_contact_is_kept_and_nothing_of_it() -> None:
    doc = prose("联系" + "人：张三 联系" + "电话：" + "000-" + "0" * 8)
    checks = reconcile(doc, only=["D09"]).checks
    assert checks["outcome"].tolist() == ["exact"]
    row = " ".join(map(str, checks.iloc[0]))
    assert "张三" not in row
    assert "00000000" not in row


def test_a_document_without_prose_is_not_said_to_lack_a_contact() -> None:
    assert outcomes(document(""), "D09") == ["insufficient"]


def test_a_glossary_without_terms_is_none() -> None:
    assert outcomes(prose("# 四、名词解释", "财政拨款：由财政拨付的资金。"), "D10") == ["exact"]
    assert outcomes(prose("# 四、名词解释"), "D10") == ["fail"]
    assert outcomes(prose("# 四、收支情况"), "D10") == ["fail"]


# D12 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["某市XX局", "×× 年", "收入增加（减少）2万元", "支出增长(下降)2%", "支出X万元", "某○○局"]
)
def test_what_a_template_leaves_open_is_found(text: str) -> None:
    assert outcomes(prose(text), "D12") == ["fail"]


@pytest.mark.parametrize(
    "text", ["长3×4米", "MAXX系统", "XXII届", "增减变化", "收入增加2万元（其中项目减少1万元）"]
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert outcomes(prose(text), "D12") == ["exact"]


def test_cells_are_read_too() -> None:
    doc = document("")
    grid = Grid(1, 1, 1, 2, (Cell(0, 0, "项目名称"), Cell(0, 1, "XX设备购置")))
    doc.pages = [Page(1, blocks=(grid,))]
    assert outcomes(doc, "D12") == ["fail"]


# D13 --------------------------------------------------------------------------------------------------

CONTENTS = (
    "目录",
    "一、收支情况说明......2",
    "二、2024年部门三公经费说明......2",
    "三、名词解释......3",
    "----",
)
BODY = (
    "# 一、收支情况说明",
    "预算10万元。",
    "# 二、三公经费说明",
    "预算1万元。",
    "----",
    "# 三、名词解释",
    "项目支出：一种支出。",
)


def test_contents_that_agree() -> None:
    assert outcomes(prose(*CONTENTS, *BODY), "D13") == ["exact", "exact"]


def test_an_entry_without_a_heading_is_named() -> None:
    doc = prose(*CONTENTS, *(line.replace("名词解释", "其他事项") for line in BODY))
    found = reconcile(doc, only=["D13"]).checks.iloc[0]
    assert found["outcome"] == "fail"
    assert found["detail"].endswith("not 三、名词解释")


@pytest.mark.parametrize(
    ("entry", "outcome"),
    [
        ("二、2024年部门三公经费预算情况表", "exact"),  # reworded
        ("二、机关运行经费说明", "fail"),
    ],
)
def test_a_reworded_heading_is_that_of_its_entry_and_another_subject_is_not(entry, outcome):
    doc = prose(*CONTENTS, *(line.replace("二、三公经费说明", entry) for line in BODY))
    assert outcomes(doc, "D13")[0] == outcome


def test_a_part_of_the_document_needs_no_line_of_its_own() -> None:
    doc = prose(*CONTENTS[:-1], "第二部分部门预算表......4", "----", *BODY)
    assert outcomes(doc, "D13")[0] == "exact"


def test_a_glossary_headed_as_a_part_with_a_colon_is_found() -> None:
    assert outcomes(prose("第四部分：专业名词解释", "一、基本支出：为保障运转而发生的支出。"), "D10") == [
        "exact"
    ]


def test_a_page_number_that_is_off_is_named() -> None:
    doc = prose(*(line.replace("名词解释......3", "名词解释......7") for line in CONTENTS), *BODY)
    found = reconcile(doc, only=["D13"]).checks.set_index("where").loc["contents / pages"]
    assert found["outcome"] == "fail"
    assert "三、名词解释 on 3, not 7" in found["detail"]


def test_page_numbers_that_are_all_off_by_a_cover_agree() -> None:
    assert outcomes(prose("封面", "----", *CONTENTS, *BODY), "D13") == ["exact", "exact"]


def test_without_contents_nothing_is_decided() -> None:
    assert outcomes(prose(*BODY), "D13") == ["not_applicable"]


def files(tmp_path: Path, *texts: str) -> bk.Disclosure:
    paths = [tmp_path / f"{n}.md" for n in range(1, len(texts) + 1)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return bk.read(paths)


PROSE = """# 某市某局2024年部门预算情况说明

目录

一、基本情况......1

二、收支情况......1

三、名词解释......1

# 一、基本情况

某局是一个部门，负责某事。

# 二、收支情况

预算10万元。
{last}"""
TABLES = (
    "# 某市某局2024年部门预算公开表\n\n# 某市某局部门收支总表\n\n# 三、名词解释\n\n项目支出：一种支出。\n"
)


@pytest.mark.parametrize("last", ["", "\n# 三、名词解释\n\n项目支出：一种支出。\n"])
def test_contents_are_those_of_all_files_and_pages_those_of_their_own(tmp_path: Path, last: str) -> None:
    d = files(tmp_path, TABLES, PROSE.format(last=last))
    found = reconcile(d, only=["D13"]).checks
    assert found["outcome"].tolist() == ["exact"] * (2 if last else 1)
    assert found["detail"][0].startswith("3 of 3")


def test_a_page_of_another_file_is_none_that_the_contents_name() -> None:
    doc = prose(*CONTENTS, *BODY)
    first = [replace(page, file=1) for page in doc.pages]
    title = Page(7, blocks=(Line("一、收支情况说明"), Line("三、名词解释")), file=2)
    doc.pages = [*first, title]
    assert outcomes(doc, "D13") == ["exact", "exact"]
    doc.pages = [replace(title, file=1), *(replace(page, file=2) for page in first)]
    assert outcomes(doc, "D13") == ["exact", "exact"]
    doc.pages = [*first, *(replace(page, file=2) for page in first)]
    assert outcomes(doc, "D13") == ["exact"] * 4


# D14 --------------------------------------------------------------------------------------------------


def test_headings_that_speak_of_another_kind_of_publisher_are_findings() -> None:
    department, unit = "about,title=某市某局2024年部门预算", "about,title=某市某中心2024年单位预算"
    headings = ("# 一、单位基本情况", "# 二、单位预算情况说明")
    assert outcomes(prose(*headings, about=unit), "D14") == ["exact"]
    assert outcomes(prose(*headings, about=department), "D14") == ["fail", "fail"]
    assert outcomes(prose("# 一、预算单位构成", about=department), "D14") == ["not_applicable"]


# N14 --------------------------------------------------------------------------------------------------

ABOUT = "about,title=某市某局2024年部门预算,entity=某市某局"


def tabled(*above: str, cell: str = "") -> SimpleNamespace:
    doc = document(ABOUT)
    grid = Grid(2, 1, 1, 1, (Cell(0, 0, cell),), above=above)
    doc.pages = [Page(2, blocks=(*(Line(text) for text in above), grid))]
    doc.captions = list(captions([grid]))
    return doc


@pytest.mark.parametrize(
    ("heading", "outcome"),
    [
        ("# 二、2024年部门预算情况说明", "exact"),
        ("# 二、2023年部门预算情况说明", "fail"),
        ("# 二、2024年部门决算情况说明", "fail"),
        ("# 二、2023年部门决算情况说明", "exact"),  # another year's account
    ],
)
def test_year_and_phase_of_a_heading_are_those_of_the_cover(heading: str, outcome: str) -> None:
    assert outcomes(prose(heading, about=ABOUT), "N14")[0] == outcome


@pytest.mark.parametrize(
    "heading", ["# 二、2023年预算执行情况", "# 二、截至2023年底资产情况表", "# 二、《2023年部门预算》的落实"]
)
def test_years_that_only_date_something_are_left_out(heading: str) -> None:
    assert "fail" not in outcomes(prose(heading, about=ABOUT), "N14")


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("2024年一般公共预算支出表", "exact"),
        ("2023年一般公共预算支出表", "fail"),
        ("部门支出决算总表", "fail"),
        ("部门支出预算总表", "exact"),
    ],
)
def test_year_and_phase_of_a_table_are_those_of_the_cover(title: str, outcome: str) -> None:
    assert outcomes(tabled(title), "N14")[0] == outcome


def test_a_table_of_another_department_is_a_finding() -> None:
    assert "fail" in outcomes(tabled("编制单位：某市他局"), "N14")
    assert "fail" not in outcomes(tabled("编制单位：某市某局（本级）"), "N14")
    assert "fail" in outcomes(tabled(cell="编制单位：某市他局"), "N14")


def test_tables_of_several_units_are_no_contradiction() -> None:
    doc = tabled("编制单位：某市他局")
    doc.captions += tabled("编制单位：某市某局").captions
    assert "fail" not in outcomes(doc, "N14")


def test_a_change_against_a_later_year_is_a_finding() -> None:
    text = "stated,concept,role,amount,change_direction,base_year,base\nstated,reception,change,1.00,increase,{},budget"
    assert "fail" in outcomes(document(f"{ABOUT}\n\n{text.format(2025)}"), "N14")
    assert "fail" not in outcomes(document(f"{ABOUT}\n\n{text.format(2023)}"), "N14")
