# cellyard: each command makes what it needs. Output goes to build/.
.DEFAULT_GOAL := help
VENV := .venv
READY := $(VENV)/.ready
# A real discharge for the demonstration, where the data lie beside the checkout.
TRACE ?= $(wildcard ../shared/data/traces/leafcell_1C.csv)
PY := $(VENV)/bin/python
# Without a display Qt draws into memory.
export QT_QPA_PLATFORM ?= $(if $(DISPLAY)$(WAYLAND_DISPLAY),,offscreen)

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*##/\1:/p' Makefile

$(READY): requirements.lock pyproject.toml installers/linux/prepare
	@sh installers/linux/prepare
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

setup: $(READY)  ## install everything this checkout needs

run: $(READY)  ## open the app on your own data folder
	$(VENV)/bin/cellyard run

demo: $(READY)  ## play a shift through the real application (SHOW=1 leaves the window open)
	$(VENV)/bin/cellyard demo --out build/demo $(if $(TRACE),--trace $(TRACE)) $(if $(SHOW),--show)

test: $(READY)  ## format, lint, types, contracts, house tests, all tests
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/pyright
	$(VENV)/bin/lint-imports
	@# Most tests wait for windows, ports and disks: four at a time, whatever the cores.
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest --numprocesses=4 --dist=loadfile --no-loadscope-reorder

bench: $(READY)  ## measure against references in the same run; build/bench.json
	$(PY) tests/bench/run.py

faults: $(READY)  ## what sync bears, in a table of tries and losses (SHARE=10: a tenth of the tries)
	$(PY) tests/faults/run.py --share $(or $(SHARE),100)

words: $(READY)  ## collect the sentences from the code and compile the catalogue
	$(PY) installers/words.py

lock: $(READY)  ## pin every dependency anew, with hashes
	$(VENV)/bin/pip-compile --quiet --generate-hashes --extra dev --allow-unsafe --strip-extras \
		--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements.lock pyproject.toml

clean:  ## remove what was built
	rm -rf build $(VENV)

.PHONY: help setup run demo test bench faults words lock clean
