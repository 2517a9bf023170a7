# `make demo`, `make test`, `make test-matrix`: each installs what it needs.
CARGO ?= cargo
RENDIT = target/debug/rendit

.PHONY: demo test test-matrix lint build tools media clean bench

build:
	$(CARGO) build

# ffmpeg, from the system's package manager, where it is missing.
tools:
	@sh tests/tools.sh

demo: tools
	$(CARGO) build
	$(RENDIT) run jobs/demo.toml
	@echo
	@echo "Open in a player:  jobs/out/demo/master.m3u8  (HLS)  or  jobs/out/demo/manifest.mpd  (DASH)"
	@echo "For example:       ffplay jobs/out/demo/master.m3u8"

# The clips that the manifests in jobs/ read.
media: tools
	@sh tests/media.sh jobs

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --quiet --no-deps --document-private-items

test: tools lint
	$(CARGO) test

test-matrix: tools
	bash tests/matrix/run.sh

bench: tools
	bash benches/run.sh
	python3 benches/check.py
	python3 benches/lsp.py
	python3 benches/lsp.py --language yaml

clean:
	$(CARGO) clean
