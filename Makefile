# One environment, one build, one test. Needs Python 3.11 or newer (make PYTHON=… names another) and make.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
NOTEBOOKS = $(sort $(wildcard notebooks/*.ipynb))

# A chart or a notebook must not depend on who runs it, nor on the settings they keep at home.
export MPLCONFIGDIR := $(abspath $(VENV))/etc/matplotlib
export IPYTHONDIR := $(abspath $(VENV))/etc/ipython
unexport MPLBACKEND MATPLOTLIBRC

.PHONY: help long setup build panel bench-scale test lint format unit nbval lab docs

help:
	@echo 'make setup   the environment, in $(VENV)'
	@echo 'make build   raw/ -> processed/, every notebook executed, generated parts of the READMEs'
	@echo 'make panel CORPUS=DIR   a folder of collected documents -> processed/panel/'
	@echo 'make bench-scale CORPUS=DIR   what a build of 5,000 documents takes (N=… for another number)'
	@echo 'make test    lint, unit tests, doctests, and the notebooks against their saved outputs'
	@echo 'make long    the tests that take minutes: killed builds, the site, spoilt files'
	@echo 'make lab     the notebooks in JupyterLab'
	@echo 'make docs    the documentation site, in docs/_build/html'
	@echo 'make lint    ruff and mypy;  make format: let ruff rewrite'

setup: $(READY)

# Done once, and again when what is to be installed has changed. Importing the font manager here keeps
# matplotlib's "building the font cache" out of the first notebook.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("budgetkit needs Python 3.11 or newer, this is %d.%d: make PYTHON=python3.12 $(MAKECMDGOALS)" % sys.version_info[:2])'
	@echo 'setting up $(VENV)'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@mkdir -p $(MPLCONFIGDIR) $(IPYTHONDIR)
	@$(PY) -c 'import matplotlib.font_manager'
	@touch $@

build: $(READY)
	$(PY) -m budgetkit build
	$(PY) -m tests.support.execute $(NOTEBOOKS)
	@test ! -f tests/support/readme.py || $(PY) -m tests.support.readme

panel: $(READY)
	@test -n '$(CORPUS)' || { echo 'make panel CORPUS=DIR: the folder with the documents'; exit 2; }
	$(PY) -W ignore::UserWarning -m budgetkit panel $(CORPUS)

N ?= 5000
bench-scale: $(READY)
	@test -n '$(CORPUS)' || { echo 'make bench-scale CORPUS=DIR: the folder with the documents'; exit 2; }
	$(PY) -m benchmarks scale $(CORPUS) --documents $(N)

test: lint unit nbval

lint: $(READY)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(READY)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

unit: $(READY)
	$(PY) -m pytest -n 2 --dist loadgroup -m 'not long' --doctest-modules budgetkit tests

# What takes minutes: builds that are killed, the whole site, spoilt files. CI runs it, too.
long: $(READY)
	$(PY) -m pytest -n 2 --dist loadgroup -m long tests

# Strict: every text output of every cell. A notebook's cells stay together and in order (loadfile).
nbval: $(READY)
	$(if $(NOTEBOOKS),$(PY) -m pytest -n 2 --dist loadfile --nbval --nbval-current-env \
		--nbval-sanitize-with tests/nbval_sanitize.cfg $(NOTEBOOKS),@echo 'no notebooks yet')

lab: $(READY)
	$(PY) -m jupyterlab --notebook-dir=. notebooks

# The site: pages are generated from the rules, codes and tables, the notebooks come with their saved outputs.
docs: $(READY)
	$(PY) -m docs.generate docs/_build/source
	$(PY) -m sphinx -q -E -a -W --keep-going -j auto -b html -c docs docs/_build/source docs/_build/html
	@echo 'the site: docs/_build/html/index.html'
