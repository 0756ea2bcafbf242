# Muster. `make` alone says what there is. Nothing has to be installed by hand on Debian 12 but
# python3 and make: each target brings what it needs, says so, and does not do it twice.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
unexport VIRTUAL_ENV

BIN    := .venv/bin
ARGS   ?=
SPREAD := -n logical --dist loadfile
DRILL  := drill-site
SITE   := --site $(DRILL)/kabul-2021 --passphrase-file $(DRILL)/passphrase
PYTHON := src tests house hatch_build.py $(patsubst %/,%,$(sort $(dir $(wildcard bench/*.py))))

# The uv on the PATH where there is one that understands pyproject.toml; else one of our own.
UV := $(shell uv cache dir >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)

##@ For everybody

help: ## say what there is
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

drill: install $(DRILL)/passphrase ## replay Kabul 2021 at full size and open its board
	@rm -rf $(DRILL)/kabul-2021
	$(BIN)/muster drill kabul-2021 $(SITE) --seed 7 --pace 1d=20s --serve --open $(ARGS)

board: install ## open the board of the last drill again
	$(BIN)/muster serve $(SITE) $(ARGS)

test: install .venv/.browser ## prove everything (ARGS="-k gate" for a part)
	$(BIN)/pytest $(SPREAD) $(ARGS)

install: .venv/.installed src/muster/doors/web/assets/manifest.json .venv/.training ## install what is missing, into .venv

##@ For a change

check: format lint types imports pages supply ## all that needs no run: format, lint, types, imports, pages

fix: install ## set the format and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

docs: install ## write the pages that come from the code (commands, facts, problems)
	@$(BIN)/python -m house.pages

sbom: install ## write what Muster is made of, as CycloneDX, into dist/
	@$(BIN)/python -m house.supply --sbom dist/muster.cdx.json

shape: install ## print how long functions and files are; never fails
	@$(BIN)/python -m house.shape

vectors: install ## write the golden vectors anew; a change in them is a change of format
	$(BIN)/python -m tests.vectors.make $(ARGS)

STANDARDS = tests/formats/test_mrz.py tests/formats/test_paxlst.py tests/formats/test_pfif.py \
	tests/ground/record/test_tree.py tests/ground/record/test_checkpoint.py

conformance: install ## judge others' published vectors; print N of M per standard
	$(BIN)/python -m tests.conformance
	@$(BIN)/pytest -q --no-header $(STANDARDS) | grep ' of [0-9]* (skipped'

##@ For figures

bench: install ## measure beside the raw limits, run by run
	$(BIN)/python -m bench $(ARGS)

campaign: install .venv/.browser ## the long tests at full size: power cuts, laws, seeds (hours)
	MUSTER_CAMPAIGN=full $(BIN)/pytest -m "campaign or hypothesis" $(ARGS)

fsck: install ## verify every chain, signature and fold of the last drill
	$(BIN)/muster verify $(SITE) $(ARGS)

clean: ## remove what make brings back; a drill's site stays
	@rm -rf .venv .uv dist assets/node_modules src/muster/doors/web/assets \
	  .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests house $(wildcard bench) -name __pycache__ -prune -exec rm -rf {} +
	@[ ! -d $(DRILL) ] || echo "$(DRILL) is left; remove it by hand."

# ------------------------------------------------------------------------------- parts of `check`

format: install
	@$(BIN)/ruff format --quiet --check . || { echo "format: run make fix"; exit 1; }
	@echo "format: as ruff sets it"

lint: install
	@$(BIN)/ruff check --quiet .
	@echo "lint: nothing found"

types: install
	@$(BIN)/mypy --no-error-summary $(PYTHON)
	@echo "types: all hold"

imports: install
	@$(BIN)/lint-imports --no-logo

pages: install
	@$(BIN)/python -m house.pages --check
	@echo "pages: say what the code says"

supply: install
	@$(BIN)/python -m house.supply

# --------------------------------------------------------------------- what is installed, and when

.uv/bin/uv: house/uv.txt
	@house/need.sh venv
	@echo "Installing uv into .uv"
	@python3 -m venv --clear .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r house/uv.txt
	@touch $@

.venv/.installed: pyproject.toml uv.lock $(filter .uv/bin/uv,$(UV))
	@house/need.sh icu
	@echo "Installing Muster and its libraries into .venv"
	@$(UV) sync --quiet --locked
	@touch $@

src/muster/doors/web/assets/manifest.json: assets/package-lock.json house/assets.py \
  $(wildcard src/muster/doors/web/static/*/*.js)
	@house/need.sh npm
	@echo "Laying the browser's files"
	@python3 house/assets.py
	@touch $@

# Laid for every user of every computer, so that its being there means nothing (docs/scuttle.md).
.venv/.training: .venv/.installed
	@echo "Laying the training data"
	@$(BIN)/muster training --lay >/dev/null
	@touch $@

.venv/.browser: house/need.sh .venv/.installed
	@house/need.sh browser network
	@touch $@

$(DRILL)/passphrase:
	@mkdir -p -m 700 $(DRILL)
	@umask 077 && python3 -c 'import secrets; print(secrets.token_urlsafe(24))' > $@

.PHONY: help install test check fix docs drill board bench campaign vectors shape fsck clean
.PHONY: conformance format lint types imports pages supply sbom
