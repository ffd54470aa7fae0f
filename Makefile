# Two commands matter: `make run` opens a working desk, `make test` runs its tests. Both need Python 3.11 and make only.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
EXTRAS := dev,postgres,api,net,export,pictures
WORKERS ?= 2
TESTS ?= tests

.PHONY: run test mutations check format shots snap bench constraints clean

run: $(VENV)/.stamp
	@$(BIN)/python -m helpdesk_tui demo

# Compiled modules are kept: the tests start hundreds of programs.
unexport PYTHONDONTWRITEBYTECODE

# A test that waits for a screen or a server may fail beside others on a machine that has no time for it: what failed is
# tried once more with the machine for itself, and what fails then has failed. Both are shown.
test: $(VENV)/.stamp
	@$(BIN)/python -m pytest $(TESTS) -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not serial" || \
		{ test $$? -eq 1 && echo "Once more, alone: what failed beside other tests" && \
		$(BIN)/python -m pytest $(TESTS) --last-failed --last-failed-no-failures none -m "not serial"; }
	@$(BIN)/python -m pytest $(TESTS) -m serial

# Emails of the corpus with damage done to them, read and shown to a desk: 50,000 of them, where `make test` takes 400.
MUTATIONS ?= 50000
mutations: $(VENV)/.stamp
	@HELPDESK_TEST_MUTATIONS=$(MUTATIONS) $(BIN)/python -m pytest tests/mail/corpus/test_mutations.py -q

check: $(VENV)/.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python docs/shots.py --check

format: $(VENV)/.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

snap: $(VENV)/.stamp
	$(BIN)/python -m pytest tests/screens --snapshot-update

shots: $(VENV)/.stamp
	$(BIN)/python docs/shots.py

# Measures the promises; takes minutes. Desks of 1,000 and 100,000 tickets are made once and kept in the cache folder.
bench: $(VENV)/.stamp
	$(BIN)/python benchmarks/tables.py
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/ingest.py
	$(BIN)/python benchmarks/app.py

constraints: $(VENV)/.stamp
	$(BIN)/uv pip compile pyproject.toml --universal --all-extras --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --upgrade -o constraints.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist

$(VENV)/.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("helpdesk-tui needs Python 3.11 or newer; PYTHON=python3.11 make ...") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $@
