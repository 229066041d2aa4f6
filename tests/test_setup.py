"""The environment is pinned by names and versions only, and make and CI run what the README says."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def pinned() -> dict[str, str]:
    return {canonicalize_name(pin.partition("==")[0]): pin.partition("==")[2] for pin in PINS}


def direct() -> list[Requirement]:
    """What the project and all its extras ask for by name, itself left out."""
    extras = PROJECT["optional-dependencies"].values()
    asked = [Requirement(line) for line in [*PROJECT["dependencies"], *(line for e in extras for line in e)]]
    return [requirement for requirement in asked if requirement.name != "budgetkit"]


def recipe(target: str) -> str:
    """The lines of a rule of the Makefile, continuation lines joined."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n|.*\\\n)*)", MAKEFILE.replace("\\\n", ""), re.MULTILINE)
    assert found, target
    return found[1]


def test_constraints_are_names_and_versions_only():
    assert [pin for pin in PINS if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==\d[\w.+!]*", pin)] == []
    assert len(pinned()) == len(PINS), "a name stands twice"
    assert "budgetkit" not in pinned()


@pytest.mark.parametrize("requirement", direct(), ids=lambda requirement: requirement.name)
def test_a_direct_dependency_is_pinned_within_what_is_asked_for(requirement):
    pin = pinned().get(canonicalize_name(requirement.name))
    assert pin is not None, f"{requirement.name} is not in constraints.txt"
    assert requirement.specifier.contains(pin)


def test_the_environment_that_runs_this_is_the_pinned_one():
    strays = {}
    for requirement in direct():
        installed = version(requirement.name)
        if installed != pinned()[canonicalize_name(requirement.name)]:
            strays[requirement.name] = installed
    if strays and not (Path(sys.prefix) / ".ready").is_file():
        pytest.skip(f"not an environment that make set up: {strays}")
    assert strays == {}


def test_make_test_compares_notebooks_strictly():
    assert "--nbval " in recipe("nbval") and "--nbval-lax" not in MAKEFILE
    assert "--nbval-sanitize-with tests/nbval_sanitize.cfg" in recipe("nbval")
    assert "--nbval-current-env" in recipe("nbval")
    assert "--dist loadfile" in recipe("nbval"), "a notebook's cells run in one process, in order"


def test_make_test_runs_lint_tests_doctests_and_notebooks():
    assert re.search(r"^test: lint unit nbval$", MAKEFILE, re.MULTILINE)
    assert "--doctest-modules budgetkit tests" in recipe("unit")
    lint = recipe("lint")
    assert all(f"-m {check}" in lint for check in ("ruff check .", "ruff format --check .", "mypy"))
    for target in ("lint", "unit", "nbval", "build", "lab"):
        assert re.search(rf"^{target}: \$\(READY\)$", MAKEFILE, re.MULTILINE), target


def test_make_build_builds_before_it_executes():
    steps = recipe("build")
    assert (
        -1
        < steps.index("-m budgetkit build")
        < steps.index("-m tests.support.execute")
        < steps.index("-m tests.support.readme")
    )


def test_ci_tests_in_a_fresh_environment_then_rebuilds_and_compares():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    order = ["mktemp -d", "make setup", "make test", "make build", "' unchanged"]
    places = [script.index(step) for step in order]
    assert places == sorted(places)
    assert "--exit-code" in script and "set -uo pipefail" in script
