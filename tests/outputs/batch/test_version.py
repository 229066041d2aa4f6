"""A change to what reads makes a part anew, and a change to anything else does not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from budgetkit.outputs.batch import version as module
from tests.support import ROOT


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that may be changed."""
    target = tmp_path_factory.mktemp("copy") / "budgetkit"
    shutil.copytree(ROOT / "budgetkit", target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def version_of(package: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(module, "files", lambda name: package)
    monkeypatch.setattr(module, "_READ", {})
    for function in (module.version, module.reading, module._modules):
        function.cache_clear()
    try:
        return module.version()
    finally:
        for function in (module.version, module.reading, module._modules):
            function.cache_clear()


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("readers/pdf/lattice.py", True),
        ("readers/markdown.py", True),
        ("readers/camelot.py", True),
        ("prose/binding.py", True),
        ("checks/tables/structure.py", True),
        ("checks/__init__.py", True),
        ("diagnosis/mip.py", True),
        ("analysis/measures.py", True),
        ("outputs/tables.py", True),
        ("data/rules.csv", True),
        ("data/columns.csv", True),
        ("analysis/charts.py", False),
        ("analysis/trust.py", False),
        ("outputs/html/page.py", False),
        ("outputs/excel/cells.py", False),
        ("cli.py", False),
        ("data/unit_kinds.csv", False),
    ],
)
def test_the_version_changes_with_what_reads_and_reconciles_and_with_nothing_else(
    package: Path, monkeypatch: pytest.MonkeyPatch, name: str, counts: bool
) -> None:
    before = version_of(package, monkeypatch)
    path = package / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "# another\n", encoding="utf-8")
    try:
        assert (version_of(package, monkeypatch) != before) == counts
    finally:
        path.write_text(text, encoding="utf-8")


def test_the_version_changes_with_a_package_that_reads(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version_of(package, monkeypatch)
    known = module.metadata.version
    monkeypatch.setattr(module.metadata, "version", lambda name: "0" if name == "pypdfium2" else known(name))
    assert version_of(package, monkeypatch) != before


def test_packages_that_are_imported_only_when_they_are_needed_count_too() -> None:
    assert {"pypdfium2", "numpy", "pandas", "scipy", "camelot"} <= module.reading().packages
    assert "matplotlib" not in module.reading().packages


TRACED = """
import sys
opened, ran = set(), set()
sys.addaudithook(lambda event, args: event == "open" and opened.add(str(args[0])))
import budgetkit as bk
from budgetkit.outputs.tables import tables_of
opened.clear()
sys.setprofile(lambda frame, event, arg: ran.add(frame.f_code.co_filename) if event == "call" else None)
for path in sys.argv[1:]:
    tables_of(bk.read(path))
sys.setprofile(None)
print(*sorted(name for name in opened | ran if "budgetkit" in name and name.endswith((".py", ".csv"))), sep="\\n")
"""


def test_whatever_runs_or_is_looked_up_while_a_document_is_read_counts(tmp_path: Path) -> None:
    text = "# 某市某局2024年部门预算\n\n## 部门支出总表\n\n科目编码\t科目名称\t合计\n\t合计\t9.00\n201\t甲\t8.00\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")  # a contradiction: suspects are looked for
    command = [
        sys.executable,
        "-c",
        TRACED,
        str(ROOT / "raw" / "banan-2024-budget.pdf"),
        str(tmp_path / "a.md"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    root = ROOT / "budgetkit"
    used = {Path(line) for line in done.stdout.split("\n") if Path(line).is_relative_to(root)}
    found = module.reading()
    assert root / "rulebook" / "ledger.py" in used and root / "data" / "rules.csv" in used
    assert len(used) > 100
    fronts = {path for path in used if path.name == "__init__.py"}  # the names that a front hands on count
    assert used - fronts - {*found.modules.values(), *found.tables.values()} == set()
    assert fronts <= {*found.modules.values(), root / "__init__.py"}
