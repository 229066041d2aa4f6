"""Under ``use_language("zh")`` all that is shown is Chinese, and all that is data is as before."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import sys
import threading
from collections.abc import Iterable

import pandas as pd
import pytest
from matplotlib.text import Text

import budgetkit as bk
from budgetkit import analysis
from budgetkit.analysis import charts, charts_parts, charts_shares, cofog, dots
from budgetkit.cli import main
from budgetkit.knowledge import shown
from budgetkit.language import language
from budgetkit.markup import html_table
from tests.reconciliation.test_words import CASES, cases
from tests.support import ROOT, inline, nb

PDF = str(ROOT / "raw" / "banan-2024-budget.pdf")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’]+(?:[ ,;:(]+[A-Za-z][A-Za-z'’]+){2,}")
NAMES = re.compile(r"\{[a-z,]+\}|FILE|ID|PNG|DIR|[A-Z.]{2,}")
"""Choices and place-holders of the command line."""


def english(texts: Iterable[object]) -> list[str]:
    """The runs of three English words in texts: what was not said in Chinese."""
    return sorted({run for text in texts for run in ENGLISH.findall(NAMES.sub("", str(text)))})


@pytest.fixture
def zh():
    with bk.use_language("zh"):
        yield


@pytest.fixture(scope="module")
def banan():
    return bk.read(PDF)


def bare(html: str) -> str:
    return re.sub("<[^>]*>", " | ", html)


def cells(frame: pd.DataFrame) -> list[str]:
    return [*map(str, frame.columns), *(str(value) for column in frame for value in frame[column])]


def test_a_run_of_english_is_found_and_names_are_none():
    assert english(["发现 some figure is wrong 啊"]) == ["some figure is wrong"]
    assert english(["banan-2024-budget:p6t1r19c4 W01 {zh,en} FILE [FILE ...]", "30226 of x"]) == []


def test_the_language_is_english_until_another_is_asked_for_and_a_block_gives_it_back():
    assert language() == "en"
    with bk.use_language("zh"):
        assert language() == "zh"
        assert repr(bk.use_language("en")) == "use_language('en')"
        assert language() == "en"
    assert language() == "en"
    with pytest.raises(ValueError, match="no language 'fr'"):
        bk.use_language("fr")


def test_a_block_that_fails_gives_the_language_back():
    with pytest.raises(KeyError), bk.use_language("zh"):
        raise KeyError
    assert language() == "en" and repr(bk.labels("phase")["executed"]) == "'final account'"


def test_a_table_that_is_cut_off_says_so_in_chinese(zh):
    assert (
        html_table("", [(n,) for n in range(14)])[-40:]
        == "<tr><th>11</th></tr><tr><td>另有 2 项</td></tr></table>"[-40:]
    )


def test_a_thread_speaks_the_language_that_was_set_for_all_and_not_that_of_a_block():
    heard = []

    def hear():
        heard.append(language())

    def listen():
        thread = threading.Thread(target=hear)
        thread.start()
        thread.join()

    with bk.use_language("zh"):
        listen()
    bk.use_language("zh")
    listen()
    bk.use_language("en")
    assert heard == ["en", "zh"]


def test_the_environment_sets_the_language_that_a_program_begins_with():
    code = "import budgetkit as bk; print(bk.labels('outcome')['fail'])"
    chinese = [(code, "不符") for code in ("zh", "zh-CN", "zh_CN", "zh_CN.UTF-8")]
    for lang, word in (*chinese, ("en", "does not agree"), ("xx", "does not agree")):
        known = os.environ | {"BUDGETKIT_LANG": lang, "PYTHONUTF8": "1"}
        done = subprocess.run([sys.executable, "-c", code], env=known, capture_output=True, check=True)
        assert done.stdout.decode().strip() == word


@pytest.mark.parametrize(
    ("known", "lang", "complains"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh", False),
        ({"LANG": "C.UTF-8"}, "en", False),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en", False),
        ({"LANG": "zh_CN.UTF-8", "BUDGETKIT_LANG": "xx"}, "en", True),
    ],
)
def test_the_command_line_speaks_the_language_of_the_system_and_says_that_it_does_not_know_one(
    known: dict[str, str], lang: str, complains: bool, monkeypatch, capsys
):
    for key in ("LC_ALL", "LC_MESSAGES", "LANG", "BUDGETKIT_LANG"):
        monkeypatch.delenv(key, raising=False)
    for key, value in known.items():
        monkeypatch.setenv(key, value)
    assert main(["check", "nothing.pdf"]) == 2
    told = capsys.readouterr().err
    assert ("没有" in told) == (lang == "zh") and ("BUDGETKIT_LANG" in told) == complains
    assert language() == "en", "the library is not asked"


def test_what_is_data_is_the_same_in_either_language():
    tables = ("forms", "line_items", "blanks", "stated", "indicators", "unread", "measures")
    found = {}
    for lang in ("en", "zh"):
        with bk.use_language(lang):
            d = bk.read(PDF)
            wrong = d.with_amount("banan-2024-budget:p6t1r19c4", 155_400_000)
            r = bk.reconcile(wrong)
            found[lang] = [getattr(d, name) for name in tables] + [r.checks, r.suspects, r.scorecard]
    for one, other in zip(found["en"], found["zh"], strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_why_a_cell_was_not_read_is_data_too(tmp_path, zh):
    d = inline.document(tmp_path, inline.table("一般公共预算支出表", "科目编码|科目名称|合计\n201|甲|1..2"))
    assert d.unread["why"].tolist() == ["'1..2' is not an amount in 万元"]
    assert bk.labels(d.unread)["原因"].tolist() == ["'1..2' 不是以万元计的金额"]


@pytest.mark.parametrize("more", [(), ("--all",)])
def test_check_says_nothing_in_english(more, capsys):
    assert main(["check", PDF, "--lang", "zh", *more]) == 0
    text = capsys.readouterr().out
    assert text.startswith("没有矛盾：") and "“三公”经费：0.20 万元" in text and english([text]) == []


def test_check_says_contradictions_and_their_likely_cause_in_chinese(tmp_path, capsys):
    text = "科目编码|科目名称|总计|基本支出|项目支出\n|合计|2.00|2.00|\n201|甲|1.00|1.00|\n202|乙|1.50|1.00|"
    d = inline.document(tmp_path, inline.table("一般公共预算支出表", text))
    assert main(["check", str(d.parts[0].path), "--lang", "zh", "--all"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("发现 1 处矛盾（") and "基本支出（第1页）为 1.00 万元，相差 0.50 万元" in said
    assert "可能有误：" in said and "印为 1.50 万元，应为 1 万元" in said
    assert english([said]) == []


COMMANDS = ("", "build", "panel", "fetch", "check", "report", "trace")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_and_what_is_wrong_with_arguments_are_said_in_chinese(command, capsys):
    given = [command] if command else []
    for arguments in ([*given, "--lang", "zh", "--help"], [*given, "--lang", "zh", "--wrong"]):
        with pytest.raises(SystemExit):
            main(arguments)
        out = "".join(capsys.readouterr())
        assert out.startswith("用法：budgetkit") and english([out]) == []
    with pytest.raises(SystemExit):
        main([*given, "--help"])
    assert capsys.readouterr().out.startswith("usage: budgetkit")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--lang", "zh"], "缺少参数：FILE"),
        (["chek", "--lang", "zh"], "参数 COMMAND：'chek' 不在可选范围（可选："),
        (["build", "--workers", "x", "--lang", "zh"], "参数 --workers：'x' 不是有效的值（int）"),
        (["check", "a.pdf", "--lang", "zh", "--engine"], "参数 --engine：须给出一个值"),
        (["--lang", "zh", "check", "a.pdf", "b", "--x"], "不认识的参数：--x"),
    ],
)
def test_a_wrong_argument_is_named_in_chinese(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and words in capsys.readouterr().err


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_check_of_every_rule_is_explained_without_english(rule, zh):
    for r in cases(rule):
        said = [r.explain(check_id) for check_id in r.checks["check_id"]]
        html = [bare(check._repr_html_()) for _, check in r._found.values()]
        tables = [*cells(bk.labels(r.checks)), *cells(bk.labels(r.suspects))]
        assert english([*said, *html, *tables, r, bare(r._repr_html_())]) == []


def test_what_objects_look_like_is_chinese(banan, zh):
    r = bk.reconcile(banan)
    things = [banan, r, *banan.tables, *(grid for page in banan.pages for grid in page.grids)]
    html = [bare(t._repr_html_()) for t in things if hasattr(t, "_repr_html_")]
    assert english([*map(repr, things), *html]) == []
    assert repr(banan).startswith(
        "<公开文件 banan-2024-budget：重庆市巴南区政务服务管理办公室 2024年预算，13 页，11 张表"
    )
    assert "没有的表：部门收入总表、国有资本经营预算支出表>" in repr(banan)
    assert "矛盾 0 项，其他情况 11 项>" in repr(r)


def test_every_table_of_a_document_can_be_labelled_in_chinese(banan, zh):
    r = bk.reconcile(banan)
    names = ("forms", "line_items", "blanks", "stated", "indicators", "measures")
    tables = [*(getattr(banan, name) for name in names), r.checks, r.scorecard]
    assert [english(cells(bk.labels(table))) for table in tables] == [[]] * len(tables)
    codes = re.compile("approved|executed|general_public|expenditure|not_applicable|found")
    assert not [cell for table in tables for cell in cells(bk.labels(table)) if codes.fullmatch(cell)]


def test_an_error_says_what_is_wrong_in_the_language_of_now(tmp_path):
    with pytest.raises(bk.SourceError) as error:
        bk.read(tmp_path / "无.pdf")
    assert str(error.value) == error.value.en and "no such file" in str(error.value)
    with bk.use_language("zh"):
        assert str(error.value) == error.value.zh and "没有这个文件" in str(error.value)
        with pytest.raises(bk.KnowledgeError, match="没有规则 W00；见"):
            bk.reconcile(bk.read(PDF), only=["W00"])


def test_a_contradiction_that_is_raised_is_said_in_chinese(zh):
    for rule in ("W08", "X01", "N01", "I06"):
        for r in cases(rule):
            try:
                r.require()
            except bk.UnbalancedError as error:
                assert "项核对不符" in str(error) and english([error]) == []


def test_a_warning_is_said_in_chinese(zh):
    from budgetkit.knowledge import sentence

    told = sentence("x.pdf: page 3, 4 holds only images, which only engine='scan' reads")
    assert told == "x.pdf：第3, 4页只有图像，只有 engine='scan' 才读取"


def headings() -> list[str]:
    """The headings that notebooks give to the columns of their tables."""
    found = []
    for path in nb.notebooks():
        for cell in nb.code_cells(nb.read(path)):
            for text in re.findall(r'"([^"\n]*\|[^"\n]*)"', cell["source"]):
                parts = [part.partition(":")[2].strip() for part in text.split("|")]
                found += [part for part in parts if part and re.fullmatch(r"[^{}\[\]]+", part)]
    return sorted(set(found))


@pytest.mark.parametrize("heading", [h for h in headings() if h.isascii() and h not in ("f", "of")])
def test_a_heading_of_a_notebook_has_its_chinese(heading):
    assert re.search("[\u4e00-\u9fff]", shown(heading, "zh"))


def constants() -> list[str]:
    """The words that analysis has for people: values of its constants that have a blank within."""
    found = []
    for info in pkgutil.iter_modules(analysis.__path__):
        for name, value in vars(importlib.import_module(f"budgetkit.analysis.{info.name}")).items():
            if (
                name.isupper()
                and name[0] != "_"
                and name not in ("FONT", "WHYS")
                and type(value) in (str, dict, tuple)
            ):
                values = value.values() if isinstance(value, dict) else value
                found += [values] if isinstance(values, str) else values
    words = {text for text in found if isinstance(text, str)}
    return sorted(text for text in words if re.search(r"[a-z]{2}[ \n]", text))


@pytest.mark.parametrize("text", constants())
def test_a_word_of_analysis_has_its_chinese(text):
    said = shown(text, "zh")
    assert re.search("[\u4e00-\u9fff]", said) and not re.search("[a-z]{3}", said)


def test_tables_for_people_are_chinese_headings_and_values(banan, zh):
    r = bk.reconcile(banan)
    columns = "about | statement: what would be expected | detail: what was found | pages: page"
    found = analysis.readable(analysis.told(r.findings), columns)
    measures = analysis.readable(
        banan.measures, "measure: figure | status | why | form: read from | confirmed"
    )
    assert english([*cells(found), *cells(measures), analysis.headline(banan, r.failures)]) == []
    assert found.columns.tolist() == ["位置", "通常应有的内容", "发现内容", "页码"]
    assert measures.iloc[2].tolist() == ["基本支出", "所印", "", "部门支出总表", "是"]
    own = analysis.readable(banan.forms, {"title": "我的标题", "figures": "how many of them"})
    assert own.columns.tolist() == ["我的标题", "数字个数"]


def words(ax) -> list[str]:
    return [text.get_text() for text in ax.figure.findobj(Text)]


def test_axes_and_legends_of_charts_are_chinese(banan, zh):
    r = bk.reconcile(banan)
    matrix, spread, arrows, bars, flow, bounds = (charts.chart("题", "源") for _ in range(6))
    charts.matrix(matrix, analysis.lights(r.checks, banan.forms))
    ranked = analysis.among(analysis.measured(banan), analysis.comparators())
    dots.spread(spread, analysis.spread_rows(ranked))
    rows = pd.DataFrame(
        {"document_id": "x", "code": ["2010301", "2080505"], "top": ["201", "208"], "amount_fen": [3, 1],
         "whole_fen": 4}
    )  # fmt: skip
    charts_parts.arrows(arrows, cofog.both_ways(rows))
    charts_shares.stacked(bars, pd.DataFrame({"all money": [1.0]}, index=["central body 中央"]), ["of 3"])
    charts_parts.flow(flow, pd.DataFrame({"left": ["30226"], "right": ["other"], "share": [1.0]}),
                      {"30226": "30226 Labour service fees 劳务费", "other": "other lines"})  # fmt: skip
    charts.least_most(bounds, ["personnel\n(人员经费)"], [(0.1, 0.2)])
    said = [text for ax in (matrix, spread, arrows, bars, flow, bounds) for text in words(ax)]
    assert [text for text in said if re.search("[a-z]{2}", text)] == []
    assert {"表内", "劳务费 / 公用经费", "按所列编码", "10 社会保护", "全部资金", "中央单位", "30226 劳务费  100.0%",
            "10.0% 至 20.0%", "共 3 份"} <= set(said)  # fmt: skip


def test_a_trail_of_evidence_is_chinese(banan, zh):
    claims = analysis.Claims(banan, most=1)
    claims.say("句子", banan.line_items.head(3), forms=banan.forms)
    table = claims.traceability.reset_index()
    assert english(cells(table)) == [] and table.columns.tolist() == [
        "说法",
        "数字",
        "文件",
        "页码",
        "数字编号",
    ]
    place = bk.trace(banan, "banan-2024-budget:p6t1r19c4")
    assert repr(place) == "banan-2024-budget:p6t1r19c4：第 6 页，劳务费，印为 155.04"
    assert repr(analysis.beside(banan, 7)) == "banan-2024-budget 第 7 页：2 个数字"


def test_a_word_of_a_chart_that_was_shown_in_english_is_chinese_afterwards():
    from budgetkit.knowledge import shown

    with bk.use_language("en"):
        assert shown("within the table") == "within the table"
    with bk.use_language("zh"):
        assert shown("within the table") == "表内"
