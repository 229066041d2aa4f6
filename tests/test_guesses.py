"""What somebody who knows pandas tries first works, or says in both languages what does."""

from __future__ import annotations

import copy
import pickle
import tomllib
import types

import pytest

import budgetkit as bk
from budgetkit.cli import main
from tests.support import ROOT
from tests.support.worked import document

BANAN = ROOT / "raw" / "banan-2024-budget.pdf"
TEXT = "dept_expenditure,total,basic,project\n合计,10.00,4.00,6.00\n"


@pytest.fixture(scope="module")
def d() -> bk.Disclosure:
    return bk.read(BANAN)


def both(call) -> str:
    """Return what an error says, in English and in Chinese."""
    with pytest.raises(bk.BudgetkitError) as info:
        call()
    assert info.value.en != info.value.zh
    return f"{info.value.en}\n{info.value.zh}"


@pytest.mark.parametrize(
    "call",
    [
        lambda: bk.reconcile("A.pdf"),
        lambda: bk.reconcile(BANAN),
        lambda: bk.reconcile(document(TEXT), against="A.pdf"),
        lambda: bk.measures("A.pdf"),
    ],
)
def test_a_path_where_a_document_is_wanted_is_said_with_what_reads_it(call):
    said = both(call)
    assert (
        "is a path: give what budgetkit.read() returns" in said and "是路径：请传入 budgetkit.read()" in said
    )


def test_a_list_where_one_document_is_wanted_is_said():
    assert "reconcile each" in both(lambda: bk.reconcile([document(TEXT)]))


def test_one_other_document_need_not_stand_in_a_list(d):
    one, many = (bk.reconcile(d, against=other) for other in (d, [d]))
    assert one.against == many.against == ("banan-2024-budget",)


def test_a_check_is_traced_with_its_reconciliation_its_table_or_alone(d):
    r = bk.reconcile(d)
    id_ = (
        r.failures["check_id"].iloc[0]
        if len(r.failures)
        else r.checks.query("rule_id == 'W10'")["check_id"].iloc[0]
    )
    found = [bk.trace(d, id_, given).captions for given in (r, r.checks, None)]
    assert found[0] == found[1] == found[2] and len(found[0]) >= 2
    assert "has no figure" in both(lambda: bk.trace(d, "banan-2024-budget:W10:nowhere"))


def test_a_measure_is_had_by_its_name_in_either_language(d):
    assert d.measure("basic")["printed"] == d.measure("基本支出")["printed"] == "367.10"
    assert "near to it are three_public" in both(lambda: d.measure("three_publik"))
    assert "budgetkit.measures() lists all" in both(lambda: d.measure("Xyzzy"))


def test_the_measures_that_there_are_need_no_document(d):
    known = bk.measures()
    assert known["measure"].tolist() == d.measures["measure"].tolist()
    assert known.set_index("measure").at["personnel", "of"] == "basic_general_public"


@pytest.mark.parametrize(
    ("of", "name", "hint"),
    [
        ("d", "entity", "document.entity"),
        ("d", "year", "document.fiscal_year"),
        ("d", "checks", "reconcile"),
        ("d", "line_item", "line_items"),
        ("r", "errors", "failures"),
        ("r", "ok", "failures.empty"),
    ],
)
def test_a_name_that_is_not_there_is_said_with_the_one_that_is(d, of, name, hint):
    thing = d if of == "d" else bk.reconcile(d, only=["W10"])
    with pytest.raises(AttributeError, match=f"has no '{name}'.*{hint}"):
        getattr(thing, name)
    with bk.use_language("zh"), pytest.raises(AttributeError, match=f"没有 '{name}'.*{hint}"):
        getattr(thing, name)


def test_documents_can_be_copied_and_asked_for_what_they_lack(d):
    assert copy.copy(d).document == d.document
    assert pickle.loads(pickle.dumps(bk.reconcile(document(TEXT)))).checks is not None
    assert getattr(d, "nothing_like_it", None) is None and not hasattr(d, "_ipython_display_")


def test_every_hint_names_what_is_there(d):
    from budgetkit.knowledge.hints import HINTS

    things = {"Disclosure": d, "Reconciliation": bk.reconcile(d, only=["W10"])}
    for kind, hints in HINTS.items():
        for name, hint in hints.items():
            assert name not in dir(things[kind]), name
            if " " in hint or "reconcile" in hint:
                continue
            thing = things[kind]
            for part in hint.replace("()", "").split("."):
                thing = getattr(thing, part)
            assert not isinstance(thing, types.NoneType) or part in ("fiscal_year",)


def test_the_command_line_says_its_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"budgetkit {bk.__version__}\n")


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert bk.__version__ == project["version"]
