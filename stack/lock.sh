#!/bin/sh
# Compile the lock files anew from pyproject.toml (after a change of its dependencies; `-U` takes newer versions):
# versions and hashes only, no address of any registry. Then installs what they say.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header "$@"
}
compile "$@" pyproject.toml -o requirements.txt
compile "$@" --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
echo "uv==$(.venv/bin/uv --version | cut -d' ' -f2)" | compile - -o stack/uv.txt
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements-dev.txt
