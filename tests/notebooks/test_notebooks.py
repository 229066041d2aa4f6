"""The committed notebooks: in order, complete, and what a fresh run shows; and that each guard bites."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from tests.support import guards, nb, pictures
from tests.support.execute import execute
from tests.support.sample import SANITISER, run_nbval

NOTEBOOKS = nb.notebooks()
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


@every_notebook
def test_a_notebook_keeps_the_house_rules(path):
    assert guards.problems(nb.read(path), path.name) == []


@every_notebook
def test_a_notebook_is_short_and_ends_in_what_its_claims_rest_on(path):
    assert guards.shape_problems(nb.read(path)) == []


@every_notebook
def test_a_notebook_is_stored_as_make_build_writes_it(path):
    assert path.read_text(encoding="utf-8") == nb.dumps(nb.normalise(nb.read(path)))


# one group: they run one after the other, because the first ones rebuild processed/
@pytest.mark.xdist_group("notebooks")
@every_notebook
def test_a_fresh_run_shows_what_is_saved_pictures_included(path):
    saved = nb.read(path)
    assert nb.differences(saved, execute(saved, path.parent)) == []


def test_numbers_of_notebooks_run_on_from_nought():
    assert [path.name[:2] for path in NOTEBOOKS] == [f"{at:02d}" for at in range(len(NOTEBOOKS))]


def test_saved_pictures_carry_no_version_and_no_time():
    for path in NOTEBOOKS:
        for cell in nb.code_cells(nb.read(path)):
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    png = pictures.decode(output.data["image/png"])
                    assert pictures.strip_metadata(png) == png, path.name


def test_the_sanitiser_spares_every_digit_and_date():
    rules = re.findall(r"^regex: (.*)$\n^replace: (.*)$", SANITISER.read_text(encoding="utf-8"), re.MULTILINE)
    sample = "1,137.10 314.23 万元 2024-01-31 2024年 0.20 30226 2010301 -5 8% １２３ 三"
    for pattern, replacement in rules:
        assert re.sub(pattern, replacement, sample) == sample, pattern


def test_nbval_compares_under_a_locale_that_is_not_utf_8(executed_sample):
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # else Python makes it UTF-8
    assert run_nbval([executed_sample], **plain) == (set(), 4)


# -- each guard bites ---------------------------------------------------------------------------------


@pytest.fixture
def good(executed_sample):
    """A notebook that keeps every rule, executed: a title, a table, a chart, a sentence with a figure."""
    return nb.read(executed_sample)


def first_words(found: list[str]) -> str:
    return " | ".join(found)


def test_the_sample_keeps_every_rule(good, executed_sample):
    assert guards.problems(good, executed_sample.name) == []


@pytest.fixture
def short(good):
    """The same with what every notebook of the project has: its limits, and its traceability."""
    last = good.cells[-1] = nbformat.v4.new_code_cell("claims.traceability", execution_count=4)
    last.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "claim figure line_id"})]
    good.cells.insert(-1, nbformat.v4.new_markdown_cell("## What does this not show?\n\nMuch."))
    return good


def test_a_short_notebook_with_traceability_keeps_the_limits(short):
    assert guards.shape_problems(short) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda n: n.cells[1].update(source="x = 1\n" * 6), "code cell 1: has 6 lines, at most 5"),
        (lambda n: n.cells.extend([nbformat.v4.new_code_cell("x = 1\n" * 5)] * 16), "lines, at most 80"),
        (lambda n: n.cells[1].update(source="d.__dict__['line_items'] = x"), "code cell 1: uses __dict__"),
        (lambda n: n.cells.append(nbformat.v4.new_markdown_cell("The end.")), "the last cell does not show"),
        (lambda n: n.cells[-1].update(outputs=[]), "the last cell shows no traceability"),
        (lambda n: n.cells.pop(-2), "no part asks: What does this not show"),
    ],
)
def test_a_notebook_beyond_its_limits_is_refused(short, change, complaint):
    change(short)
    assert complaint in first_words(guards.shape_problems(short))


@pytest.mark.parametrize("name", ["1-sample.ipynb", "01_sample.ipynb", "01-Sample.ipynb", "sample.ipynb"])
def test_a_file_name_out_of_style_is_refused(good, name):
    assert "NN-kebab-case" in first_words(guards.problems(good, name))


def test_emptied_outputs_are_refused(good):
    for cell in nb.code_cells(good):
        cell.outputs = []
    found = first_words(guards.problems(good, "01-sample.ipynb"))
    assert found.count("no output is saved") == 2


def test_an_emptied_cell_that_ends_in_no_expression_is_caught_by_the_fresh_run(good, executed_sample):
    good.cells[1].source += "\nfor row in range(2):\n    print(row)"
    assert guards.problems(good, "01-sample.ipynb") == []
    assert nb.differences(good, execute(good, executed_sample.parent)) == [
        "cell 1: 0 outputs saved, 1 from a fresh run"
    ]


@pytest.mark.parametrize("counts", [(None, 2, 3, 4), (1, 3, 2, 4), (2, 3, 4, 5)])
def test_cells_not_executed_in_order_are_refused(good, counts):
    for cell, count in zip(nb.code_cells(good), counts, strict=True):
        cell.execution_count = count
    assert "execution count" in first_words(guards.problems(good, "01-sample.ipynb"))


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("def total(a):\n    return a\n\nx = 1", "defines total"),
        ("class A:\n    pass", "defines A"),
        ("add = lambda a: a", "gives a lambda a name"),
        ("%%time\nx = 1", "magic"),
        ("!ls", "magic"),
        ("x = (", "is not Python"),
        ("", "is empty"),
        ("x = open('/data/x.csv')", "absolute path"),
        ("x = open('~/x.csv')", "absolute path"),
        ("x = open('C:/x.csv')", "absolute path"),
        ("import requests", "does not use the network"),
        ("from urllib.request import urlopen", "does not use the network"),
        ("import pandas as pd\nx = pd.read_csv('https://example.org/x.csv')", "address on the network"),
        ("ax.plot([1]);", "ends in ';'"),
        ("# NBVAL_IGNORE_OUTPUT\nx = 1", "NBVAL_IGNORE_OUTPUT"),
        ("x = 1\n  # NBVAL_SKIP", "NBVAL_SKIP"),
        ("x = Markdown('spent 314.23 in all')", "'314.23' is typed"),
        ("x = Markdown(f'spent 35 万元 by {year}')", "'35 万' is typed"),
        ("x = claims.say(f'spent 35 万元 by {year}', rows)", "'35 万' is typed"),
    ],
)
def test_a_cell_out_of_style_is_refused(good, source, complaint):
    good.cells[1].source = source
    assert complaint in first_words(guards.problems(good, "01-sample.ipynb"))


@pytest.mark.parametrize(
    "source",
    [
        "x = f'{total:8.2f} 万元'",
        "x = Markdown(f'In {year}, {total:8.2f} 万元 of {whole:,.2f} ({share:.1%})')",
        "x = 'a / b'",
        "share = frame.assign(half=lambda f: f.amount / 2)",
    ],
)
def test_what_is_computed_is_not_refused(good, source):
    good.cells[1].source = source
    assert guards.problems(good, "01-sample.ipynb") == []


@pytest.mark.parametrize("tag", ["nbval-ignore-output", "nbval-skip", "raises-exception"])
def test_a_tag_that_silences_nbval_is_refused(good, tag):
    good.cells[1].metadata["tags"] = [tag]
    assert "would not be compared" in first_words(guards.problems(good, "01-sample.ipynb"))


@pytest.mark.parametrize("figure", ["314.23", "1,137", "35 万元", "0.2", "8%", "3 亿元", "12 million"])
def test_a_figure_typed_into_prose_is_refused(good, figure):
    good.cells[0].source += f"\n\nThe office spent {figure} in all."
    assert "is typed" in first_words(guards.problems(good, "01-sample.ipynb"))


@pytest.mark.parametrize(
    "prose", ["In 2024", "Form 05", "[law](https://example.org/1.25)", "rule R2.1", "30226"]
)
def test_a_year_a_code_and_an_address_are_not_figures(good, prose):
    good.cells[0].source += f"\n\n{prose} is meant."
    assert guards.problems(good, "01-sample.ipynb") == []


@pytest.mark.parametrize(
    ("title", "complaint"),
    [
        ("Banan", "neither a question nor a finding"),
        ("## Who?", "does not begin"),
        ("# Who?\n\n# Why?", "more than one"),
        ("# Who?\n\n## Sources", "is not a question"),
    ],
)
def test_a_title_or_heading_out_of_style_is_refused(good, title, complaint):
    good.cells[0].source = title if title.startswith("#") else f"# {title}"
    assert complaint in first_words(guards.problems(good, "01-sample.ipynb"))


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        ({"output_type": "stream", "name": "stderr", "text": "FutureWarning"}, "wrote to stderr"),
        ({"output_type": "stream", "name": "stdout", "text": "<Axes at 0x7f3a5c0d1e20>"}, "an address"),
        (
            {"output_type": "stream", "name": "stdout", "text": "in '/ho" + "me/a/x.csv'"},
            "path of one machine",
        ),
        ({"output_type": "error", "ename": "KeyError", "evalue": "", "traceback": []}, "an error: KeyError"),
    ],
)
def test_an_output_out_of_style_is_refused(good, output, complaint):
    good.cells[1].outputs = [nb.nbformat.from_dict(output)]
    assert complaint in first_words(guards.problems(good, "01-sample.ipynb"))


# -- nbval and the pictures, on a tampered copy ------------------------------------------------------------


def tampered(sample: Path, folder: Path, name: str, change) -> Path:
    copy = Path(shutil.copy(sample, folder / name))
    notebook = nb.read(copy)
    change(nb.code_cells(notebook))
    copy.write_text(nb.dumps(notebook), encoding="utf-8")
    return copy


def change_digit(cells) -> None:
    html = cells[1].outputs[0].data["text/html"]
    assert html.count("314.23") == 1
    cells[1].outputs[0].data["text/html"] = html.replace("314.23", "314.28")


def change_sentence(cells) -> None:
    text = cells[3].outputs[0].data["text/markdown"]
    assert "469.27" in text
    cells[3].outputs[0].data["text/markdown"] = text.replace("469.27", "469.72")


def empty(cells) -> None:
    for cell in cells:
        cell.outputs = []


def test_nbval_is_red_at_one_changed_digit_and_at_emptied_outputs(executed_sample, tmp_path):
    paths = [
        tampered(executed_sample, tmp_path, "01-good.ipynb", lambda cells: None),
        tampered(executed_sample, tmp_path, "02-digit.ipynb", change_digit),
        tampered(executed_sample, tmp_path, "03-sentence.ipynb", change_sentence),
        tampered(executed_sample, tmp_path, "04-emptied.ipynb", empty),
    ]
    failed, passed = run_nbval(paths)
    assert failed == {
        "02-digit.ipynb::Cell 1",
        "03-sentence.ipynb::Cell 3",
        "04-emptied.ipynb::Cell 1",
        "04-emptied.ipynb::Cell 2",
        "04-emptied.ipynb::Cell 3",
    }
    assert passed == 11


def test_a_fresh_run_is_red_at_another_picture_and_at_one_left_out(good, executed_sample):
    fresh = execute(good, executed_sample.parent)
    assert nb.differences(good, fresh) == []
    chart = nb.code_cells(good)[2].outputs[-1]
    good.cells[3].source = good.cells[3].source.replace("amounts)", "amounts * 1.03)")
    moved = nb.code_cells(execute(good, executed_sample.parent))[2].outputs[-1].data["image/png"]
    kept, chart.data["image/png"] = chart.data["image/png"], moved
    assert "cell 3: another picture" in first_words(nb.differences(good, fresh))
    del chart.data["image/png"]
    assert "cell 3: saved is" in first_words(nb.differences(good, fresh))
    chart.data["image/png"] = kept
    assert nb.differences(good, fresh) == []


def test_a_fresh_run_is_red_at_a_changed_digit(good, executed_sample):
    fresh = execute(good, executed_sample.parent)
    change_digit(nb.code_cells(good))
    assert nb.differences(good, fresh) == ["cell 2: another text than saved"]
