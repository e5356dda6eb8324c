# Few targets; the steps that need more than a line are scripts in .ci.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
# SwiftPM passes the package's traits to the compiler in the order of a set. With random hashing any change of the
# environment may compile everything of ours anew, which costs a minute and more.
BUILD = SWIFT_DETERMINISTIC_HASHING=1 $(SWIFT) build
RELEASE = .build/release/trawl
FLEET = .build/demo
SHARE = $(DESTDIR)$(PREFIX)/share

.PHONY: help demo fleet fleet-stop test release install bench soak fuzz json-suite sanitize sanitize-thread sanitize-address clean

help:
	@echo 'make demo        poll a simulated fleet of 48 switches, from nothing'
	@echo 'make fleet       start that fleet and leave it running; make fleet-stop ends it'
	@echo 'make test        every check: lint, build, tests'
	@echo 'make install     into PREFIX=$(PREFIX)'
	@echo 'make bench       the benchmarks in Tests/Benchmarks'
	@echo 'make soak        an hour of `trawl serve` over a fleet with faults, MINUTES=60'
	@echo 'make json-suite  the public JSONTestSuite over the JSON reader'
	@echo 'make fuzz        libFuzzer over the JSON reader, SECONDS=60 of it'
	@echo 'make sanitize    the concurrent parts under the thread and address sanitizers'
	@echo 'make clean       remove .build'

demo: release
	@.ci/demo

fleet: release
	@.ci/fleet start $(FLEET)

fleet-stop:
	@.ci/fleet stop $(FLEET)

release:
	@.ci/install-packages build
	@if [ -x $(RELEASE) ]; then \
		$(BUILD) -c release --product trawl --quiet; \
	else \
		echo 'building the release binary: some minutes this first time'; \
		$(BUILD) -c release --product trawl; \
	fi

test:
	@.ci/install-packages build test
	@.ci/python-environment
	$(SWIFT) format lint --strict --parallel -r Package.swift Sources Tests Samples
	$(BUILD) --build-tests
	@SWIFT=$(SWIFT) .ci/tests

install: release
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/trawl/collections
	install -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/trawl
	install -m 644 collections/*.yaml $(SHARE)/trawl/collections
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|/usr/local/bin|$(PREFIX)/bin|' docs/systemd/trawl.service >$(DESTDIR)$(PREFIX)/lib/systemd/system/trawl.service
	install -d $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	$(RELEASE) --generate-completion-script bash >$(SHARE)/bash-completion/completions/trawl
	$(RELEASE) --generate-completion-script zsh >$(SHARE)/zsh/site-functions/_trawl
	$(RELEASE) --generate-completion-script fish >$(SHARE)/fish/vendor_completions.d/trawl.fish

bench:
	@.ci/install-packages build test
	.ci/bench

# Not part of `make test`: it takes the time that it says.
MINUTES ?= 60
soak: release
	.ci/soak --minutes $(MINUTES)

SECONDS ?= 60
json-suite:
	@.ci/json-suite

fuzz:
	@.ci/fuzz $(SECONDS)

# Configurations of their own, so each has a scratch directory of its own; not part of `make test`.
sanitize: sanitize-thread sanitize-address

SANITIZED = '^(TrawlTransferTests|TrawlTests|TrawlSimulatorTests|TrawlOutputsTests|TrawlServerTests|TrawlMetricsTests|TrawlExporterTests)\.'

sanitize-thread:
	@.ci/install-packages build test
	@mkdir -p .build/sanitize-thread
	clang -O1 -shared -fPIC -o .build/sanitize-thread/tsan-mutex.so .ci/tsan-mutex.c
	$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build/sanitize-thread
	LD_PRELOAD=$(CURDIR)/.build/sanitize-thread/tsan-mutex.so $(SWIFT) test --skip-build --sanitize=thread \
		--scratch-path .build/sanitize-thread --no-parallel --filter $(SANITIZED)

# What the runtime keeps to its end is no leak to the user.
sanitize-address:
	@.ci/install-packages build test
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --sanitize=address --scratch-path .build/sanitize-address \
		--no-parallel --filter $(SANITIZED)

clean:
	@.ci/fleet stop $(FLEET)
	rm -rf .build
