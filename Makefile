# Everything here sets up its own environment first; on a bare machine no other command is needed.

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

SUPPORTED = import sys; print(sys.argv[1]) if (3, 11) <= sys.version_info < (3, 14) else None
PYTHON ?= $(or $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python,\
	$(shell $(p) -c '$(SUPPORTED)' $(p) 2>/dev/null))),python3)
WORKERS ?= 2
MIZBAN_BENCH_ROWS ?= 1200000

.DEFAULT_GOAL := help
.PHONY: help env run demo central test static check cover soak bench lock screenshots pictures \
	package

help:
	@echo 'make run          the desk; without a display, a demonstration day in build/demo'
	@echo 'make test         every test'
	@echo 'make demo         a day at the desk, with pictures and receipts in build/demo'
	@echo 'make central      a centre on this machine, with its data in build/central'
	@echo 'make check        what a change must pass: format, lint, types, contracts, tests'
	@echo 'make cover        the lines of records, services and sync that no test reaches'
	@echo 'make soak         the long tests, at full size'
	@echo 'make bench        the figures, each with its floor'
	@echo 'make screenshots  pictures and field notes of the guide, made anew'
	@echo 'make pictures     every page in every state, in build/screenshots'
	@echo 'make package      the installable package of this system, in build/package'
	@echo 'make lock         the locks in requirements/ (UPGRADE=1: newest releases)'

env:
	@$(PYTHON) packaging/bootstrap.py

run: env
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$(OS)" = Windows_NT ]; then \
		exec $(BIN)/mizban; \
	else \
		echo 'No display here: a demonstration day is run instead, into build/demo.'; \
		$(MAKE) --no-print-directory demo; \
	fi

demo: env
	QT_QPA_PLATFORM=offscreen $(BIN)/mizban demo-day --out build/demo

central: env
	$(BIN)/mizban-central serve --data build/central

test: env
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

static: env
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

check: static
	@$(MAKE) --no-print-directory test

cover: env
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report=term-missing

soak: env
	MIZBAN_SOAK=1 $(BIN)/python -m pytest -m soak --timeout=0

bench: env
	MIZBAN_BENCH_ROWS=$(MIZBAN_BENCH_ROWS) $(BIN)/python -m benchmarks

lock:
	$(PYTHON) packaging/lock.py $(if $(UPGRADE),--upgrade)

ifeq ($(OS),Windows_NT)
package: env
	$(BIN)/python packaging/installer.py
else
package: env
	$(BIN)/python packaging/deb.py
endif

screenshots: env
	QT_QPA_PLATFORM=offscreen $(BIN)/mizban demo-day --out build/demo --guide docs/guide

pictures: env
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screenshots
