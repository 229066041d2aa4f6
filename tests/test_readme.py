"""The READMEs and docs/: generated parts are what the data give, both languages say the same, links lead somewhere."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import DATA, ROOT, first_look, nb, numbers, pictures, readme

PAIRS = (("README.md", "README.zh-CN.md"), ("docs/tutorial.md", "docs/tutorial.zh-CN.md"))
pairs = pytest.mark.parametrize(("english", "chinese"), PAIRS)

MARKED = re.compile(r"<!-- begin:([\w-]+) -->\n(.*?)<!-- end:\1 -->", re.DOTALL)
CODE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIGURE, AMOUNT = re.compile(r"\d[\d,.]*\d"), re.compile(r"\d[\d,]*\.\d{2}\b")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sections(name: str) -> Iterator[tuple[int, str]]:
    """The level of each heading, and what stands under it."""
    plain = CODE.sub(lambda found: found[0].replace("\n#", "\n"), text(name))
    for found in re.finditer(r"^(#+) .*\n((?:(?!#+ ).*\n?)*)", plain, re.MULTILINE):
        yield len(found[1]), found[2]


def code(words: str) -> list[tuple[str, str]]:
    """Blocks of code that are typed by hand: without comments, the option of a language, what a command prints."""
    blocks = [
        (kind, re.sub(r" --lang zh$| *#.*$", "", body, flags=re.MULTILINE))
        for kind, body in CODE.findall(MARKED.sub("", words))
    ]
    return [(kind, body.splitlines()[0] if body.startswith("$") else body) for kind, body in blocks]


def links(words: str) -> set[str]:
    return {link.replace(".zh-CN", "").replace(".zh.png", ".en.png") for link in LINK.findall(words)}


# what is generated ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generated() -> dict[str, dict[str, str]]:
    pytest.importorskip("duckdb", reason="the panel is Parquet")
    return readme.pages()


def test_every_generated_part_is_what_the_data_give_today(generated):
    for name, parts in generated.items():
        assert readme.fill(text(name), parts) == text(name), f"{name}: make build writes it anew"
        assert {found[1] for found in MARKED.finditer(text(name))} == set(parts), name


def test_every_generated_part_of_the_chinese_readme_has_the_figures_of_the_english_one(generated):
    english, chinese = generated["README.md"], generated["README.zh-CN.md"]
    for name, words in english.items():
        figure = AMOUNT if name == "check" else FIGURE  # a rule may name a code in one language only
        assert sorted(figure.findall(words)) == sorted(figure.findall(chinese[name])), name
    assert english["example"] == chinese["example"]


def test_the_picture_at_the_head_is_what_the_data_give_today():
    for lang in ("en", "zh"):
        assert pictures.same(first_look.place(lang).read_bytes(), first_look.draw(lang)), (
            "make build draws it"
        )


def test_each_notebook_has_its_question_in_chinese_and_no_question_is_left_over():
    with (DATA / "notebooks_zh.csv").open(encoding="utf-8", newline="") as file:
        asked = [row["question"] for row in csv.DictReader(file)]
    assert asked == [readme.question(nb.read(path)) for path in nb.notebooks()]


def test_the_bound_on_amounts_read_wrong_is_that_of_none_among_six_hundred():
    assert "| 0 of 600 |" in numbers.five() and "at most 0.5%" in numbers.five()


def test_a_wrong_amount_among_the_judged_rows_withdraws_the_bound(monkeypatch, tmp_path):
    (tmp_path / "panel_rows.csv").write_text(
        "line_id,verdict,fields\nbeijing-01:p1t1r1c1,wrong,printed unit\n"
    )
    monkeypatch.setattr(numbers, "DATA", tmp_path)
    with pytest.raises(ValueError, match="no wrong amount"):
        numbers.counted()


# both languages ---------------------------------------------------------------------------------------


@pairs
def test_both_languages_have_the_same_sections_with_the_same_code_links_and_generated_parts(english, chinese):
    ours, theirs = list(sections(english)), list(sections(chinese))
    assert [level for level, _ in ours] == [level for level, _ in theirs]
    for (_, here), (_, there) in zip(ours, theirs, strict=True):
        assert code(here) == code(there)
        assert links(here) == links(there)
        assert [m[1] for m in MARKED.finditer(here)] == [m[1] for m in MARKED.finditer(there)]
        assert here.count("\n|") == there.count("\n|"), "rows of tables"
        assert here.count("\n- ") == there.count("\n- "), "points"


@pairs
def test_both_languages_link_to_each_other_at_the_top(english, chinese):
    assert (
        f"]({Path(chinese).name})" in text(english)[:300]
        and f"]({Path(english).name})" in text(chinese)[:300]
    )


@pairs
def test_both_languages_name_the_same_amounts_in_what_is_typed(english, chinese):
    def amounts(name: str) -> list[str]:
        return sorted(AMOUNT.findall(CODE.sub("", MARKED.sub("", text(name)))))

    assert amounts(english) == amounts(chinese)


# the README -------------------------------------------------------------------------------------------


def test_the_first_screen_says_what_for_whom_and_what_one_has_in_five_minutes():
    for name in PAIRS[0]:
        before, _, after = text(name).partition("\n## ")
        assert len(before.splitlines()) < 25 and "docs/first-look." in before
        assert "budgetkit report raw/banan-2024-budget.pdf -o report.html" in after[:600]


def test_a_readme_is_short():
    for name in PAIRS[0]:
        assert len(text(name).splitlines()) <= 260, "tables of measurements belong to docs/measurements.md"


def test_links_to_files_lead_somewhere():
    for name in (
        *PAIRS[0],
        *PAIRS[1],
        *(f"docs/{page}.md" for page in ("measurements", "start", "beside", "measures")),
    ):
        here = (ROOT / name).parent
        assert [link for link in LINK.findall(text(name)) if not (here / link).exists()] == [], name


def test_every_line_of_python_of_the_readme_runs_from_top_to_bottom(tmp_path, monkeypatch):
    pytest.importorskip("duckdb")
    pytest.importorskip("xlsxwriter")
    for name in ("raw", "processed"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("A", "B", "C"):
        shutil.copy(ROOT / "raw" / "banan-2024-budget.pdf", tmp_path / f"{name}.pdf")
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {"check_id": "banan-2024-budget:W09:basic_expenditure/302/operating"}
    lines = re.findall(r"^>>> (.*)$", text("README.md"), re.MULTILINE)
    for line in lines:
        exec(line, known)
    side = known["side"]
    assert len(lines) > 20 and side.columns.tolist() == ["重庆市巴南区政务服务管理办公室 2024 approved"] * 3
    assert side.loc["basic"].tolist() == [367.10] * 3 and len(known["ax"].patches) == 3 * len(side)
    for made in ("banan.xlsx", "tables/line_items.csv", "package/datapackage.json", "report.html"):
        assert (tmp_path / made).stat().st_size > 0, made


def test_every_command_of_the_readme_is_one_that_budgetkit_has(capsys):
    from budgetkit.cli import main

    used = set(re.findall(r"^(?:\S*/)?budgetkit (\w+)", text("README.md"), re.MULTILINE))
    assert used >= {"report", "check", "trace", "build", "fetch"}
    for command in used:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        options = set(
            re.findall(rf"^(?:\S*/)?budgetkit {command}\b.*?(--\w+)", text("README.md"), re.MULTILINE)
        )
        assert ended.value.code == 0 and options <= set(re.findall(r"--\w+", capsys.readouterr().out))
