# Purser's house-keeping. `make` alone builds the program and walks through the example.
#
#   make demo      build the program and walk through the example in ./$(DEMO)
#   make test      all tests; those on real data run if PURSER_DATA names its folder
#   make bench     time large estimates, imports (beside DuckDB if PYTHON has it), replays and pages; queues beside theory
#   make reports   write the examples of pages in reports/ anew
#   make format    put the sources into the project's form
#   make lint      say where they are not
#   make install   the program, without its debugging symbols, to $(DESTDIR)$(PREFIX)/bin
#   make deps      the system's libraries: SQLite and zlib, with their headers
#   make clean     away with everything that was built
#
# The first build compiles the packages that Purser uses: about five minutes on two cores, seconds after that.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
DEMO ?= purser-demo
SWIFT_SOURCES = Sources Tests Package.swift instance-catalog
PACKAGES = libsqlite3-dev zlib1g-dev
RELEASE = $(SWIFT) build -c release --product purser

.PHONY: demo test bench reports format lint install deps clean release

demo: release
	@"$$($(RELEASE) --show-bin-path)/purser" demo --into "$(DEMO)"

test: deps
	$(SWIFT) test

# With PURSER_DATA set, batch logs too, beside the reference replayers in ../bench/simulators.
bench: release
	@Tests/Bench/run.sh "$$($(RELEASE) --show-bin-path)/purser"
	@Tests/Bench/import.sh "$$($(RELEASE) --show-bin-path)/purser"
	@Tests/Bench/recommend.sh "$$($(RELEASE) --show-bin-path)/purser"
	@Tests/Bench/serve.sh "$$($(RELEASE) --show-bin-path)/purser"
	@if [ -n "$$PURSER_DATA" ] && [ -d "$$PURSER_DATA/../bench/simulators" ]; then \
	  Tests/Bench/clusters.sh "$$($(RELEASE) --show-bin-path)/purser" "$$PURSER_DATA/../bench/simulators" "$$PURSER_DATA/swf"; \
	fi
	@SWIFT="$(SWIFT)" Tests/Bench/theory.sh

# The examples are those of a debug build too: the same program writes the same bytes.
reports: release
	@reports/make.sh "$$($(RELEASE) --show-bin-path)/purser" reports

format:
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_SOURCES)

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_SOURCES)

# The copy is stripped, not the build: 15 MB instead of 60.
install: release
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$($(RELEASE) --show-bin-path)/purser" "$(DESTDIR)$(PREFIX)/bin/purser"
	strip "$(DESTDIR)$(PREFIX)/bin/purser"

release: deps
	$(RELEASE)

# Asks for nothing where both libraries are there, and for root's rights only where they are not.
deps:
	@if pkg-config --exists sqlite3 zlib 2>/dev/null; then exit 0; fi; \
	if dpkg -s $(PACKAGES) >/dev/null 2>&1; then exit 0; fi; \
	if ! command -v apt-get >/dev/null 2>&1; then \
	  echo "make deps: SQLite 3 and zlib with their headers are needed, and this system has no apt-get." >&2; \
	  echo "Install them with your package manager (Fedora: sqlite-devel zlib-devel), then run make again." >&2; \
	  exit 1; \
	fi; \
	as_root=; \
	if [ "$$(id -u)" -ne 0 ]; then \
	  as_root=sudo; \
	  if ! command -v sudo >/dev/null 2>&1; then \
	    echo "make deps: run as root: apt-get install $(PACKAGES)" >&2; exit 1; \
	  fi; \
	fi; \
	echo "Installing $(PACKAGES)"; \
	$$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PACKAGES)

clean:
	$(SWIFT) package clean
	rm -rf purser-demo
