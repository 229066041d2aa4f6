"""Executing in place: the same bytes twice, nothing volatile saved, what changed is saved."""

from __future__ import annotations

import base64
import io
import json
import shutil
import sys

import nbformat
import numpy as np
import pytest
from PIL import Image

from tests.support import nb, pictures
from tests.support.execute import execute_file, main
from tests.support.sample import write_sample


@pytest.fixture
def path(executed_sample, tmp_path):
    return shutil.copy(executed_sample, tmp_path / "01-sample.ipynb")


def edit(path, number: int, source: str) -> None:
    notebook = nb.read(path)
    nb.code_cells(notebook)[number].source = source
    path.write_text(nb.dumps(notebook), encoding="utf-8")


def picture(path) -> bytes:
    return pictures.decode(nb.code_cells(nb.read(path))[2].outputs[0].data["image/png"])


def test_a_second_run_writes_the_same_bytes(path):
    before = path.read_bytes()
    assert execute_file(path) is False
    assert execute_file(path, redraw=True) is False
    assert path.read_bytes() == before


def test_a_run_saves_counts_table_chart_and_sentence(path):
    cells = nb.code_cells(nb.read(path))
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4]
    assert [[sorted(output.data) for output in cell.outputs] for cell in cells] == [
        [],
        [["text/html", "text/plain"]],
        [["image/png", "text/plain"]],
        [["text/markdown", "text/plain"]],
    ]
    assert cells[3].outputs[0].data["text/markdown"] == "The office spends 469.27 万元."


def test_the_file_names_no_patch_version_and_no_time(path):
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert raw["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in raw["metadata"]["language_info"]
    assert all(cell["metadata"] == {} for cell in raw["cells"])
    assert b"Matplotlib" not in picture(path)


def test_ids_missing_from_a_notebook_are_given_by_place_and_content(path, tmp_path):
    again = write_sample(tmp_path / "02-again.ipynb")
    ids = [cell.id for cell in nb.read(again).cells]
    assert ids == [cell.id for cell in nb.read(path).cells]
    assert len(set(ids)) == 5


def test_what_a_cell_shows_anew_is_saved(path):
    edit(path, 1, 'amounts = pd.Series({"staff": 314.23, "running": 155.05})\namounts.to_frame("amount")')
    assert execute_file(path) is True
    cells = nb.code_cells(nb.read(path))
    assert "155.05" in cells[1].outputs[0].data["text/html"]
    assert cells[3].outputs[0].data["text/markdown"] == "The office spends 469.28 万元."


def test_a_picture_drawn_alike_keeps_its_bytes_unless_redrawn(path):
    drawn = picture(path)
    pixels = np.asarray(Image.open(io.BytesIO(drawn)).convert("RGB")).astype(int)
    pixels[10:12, 10:12] += np.where(pixels[10:12, 10:12] > 128, -20, 20)
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype("uint8")).save(buffer, "png")
    notebook = nb.read(path)
    nb.code_cells(notebook)[2].outputs[0].data["image/png"] = base64.b64encode(buffer.getvalue()).decode()
    path.write_text(nb.dumps(notebook), encoding="utf-8")
    assert execute_file(path) is False
    assert picture(path) == buffer.getvalue()
    assert execute_file(path, redraw=True) is True
    assert picture(path) == drawn


def test_a_chart_of_other_figures_is_saved(path):
    drawn = picture(path)
    source = nb.code_cells(nb.read(path))[2].source
    edit(path, 2, source.replace("amounts)", "amounts * 1.03)"))
    assert execute_file(path) is True
    assert not pictures.same(picture(path), drawn)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("object()", "shows an address"),
        ("import warnings\n\nwarnings.warn('a figure is missing')", "wrote to stderr"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_what_must_not_be_saved_stops_the_build_and_leaves_the_file(path, capsys, source, complaint):
    edit(path, 3, source)
    before = path.read_bytes()
    assert main([str(path)]) == 1
    assert complaint in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_kernel_is_the_interpreter_that_runs_this_in_the_notebook_s_folder(path, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    edit(path, 3, f"import os\nimport sys\n\nprint(sys.executable == {sys.executable!r}, os.listdir('.'))")
    execute_file(path)
    assert nb.code_cells(nb.read(path))[3].outputs[0].text == "True ['01-sample.ipynb']\n"


def test_a_stream_cut_in_pieces_is_saved_as_one():
    pieces = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in ("1,137", ".10\n")]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=pieces)])
    outputs = nb.normalise(notebook).cells[0].outputs
    assert [output.text for output in outputs] == ["1,137.10\n"]
