# Everything a fresh machine needs is set up in .venv; nothing else on the machine is changed by `make run`.
PYTHON ?= python3
PORT ?= 8501
ADDRESS ?= localhost
BIN := .venv/bin

.PHONY: run test check bench format clean

run: .venv/run.stamp
	$(BIN)/python -m streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS)

test: .venv/test.stamp
	$(BIN)/python tests/browser.py
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m assessments check
	$(BIN)/python -m pytest -n 2 --dist loadfile

bench: .venv/test.stamp
	$(BIN)/python -m tests.bench

format: .venv/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Haechi needs Python 3.11 or newer; set PYTHON=…')"
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/run.stamp: requirements.txt requirements-postgresql.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt $(if $(DATABASE_URL),-r requirements-postgresql.txt)
	touch $@

.venv/test.stamp: requirements.txt requirements-postgresql.txt requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ .venv/run.stamp
