#!/bin/sh
# Makes .venv from the locked, hashed requirements, then hands over: stack/bootstrap.sh VERB [ARGUMENT…]
# Needs Python 3.11 or newer and nothing else. The second start skips what the stamp says is done.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say "没有找到 Python 3.11 或更新的版本。Debian/Ubuntu 请运行： sudo apt install python3 python3-venv"
    exit 1
}

make_venv() {
    python=$(find_python)
    say "· 建立 Python 环境 .venv …"
    if ! "$python" -m venv --clear .venv >.venv.log 2>&1; then
        cat .venv.log >&2
        rm -rf .venv .venv.log
        say "无法建立 Python 环境。Debian/Ubuntu 请先运行： sudo apt install python3-venv"
        exit 1
    fi
    rm -f .venv.log
}

digest() { .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"; }

install_uv() {
    [ -x .venv/bin/uv ] && [ "$(.venv/bin/uv --version | cut -d' ' -f2)" = "$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' stack/uv.txt)" ] && return
    say "· 安装 uv …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r stack/uv.txt
}

sync_with_uv() {
    # uv reads no pip configuration: pass on a mirror that pip already uses
    mirror=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)
    [ -n "${PIP_INDEX_URL:-$mirror}" ] && export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$mirror}}"
    [ -w "${HOME:-/}" ] || export UV_NO_CACHE=1
    # like pip, believe the certificates that this machine believes
    UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" UV_PYTHON_DOWNLOADS=never UV_LINK_MODE="${UV_LINK_MODE:-copy}" .venv/bin/uv pip sync --quiet \
        --python .venv/bin/python --require-hashes --compile-bytecode requirements-dev.txt
}

sync_with_pip() {
    say "· uv 不可用，改用 pip …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
    .venv/bin/python -m compileall -q .venv/lib >/dev/null || true
}

if [ ! -L .venv ]; then # a linked environment belongs to somebody else: use it as it is
    .venv/bin/python -c '' 2>/dev/null || make_venv
    wanted=$(digest requirements-dev.txt)
    if [ "$(cat .venv/requirements.sha256 2>/dev/null || true)" != "$wanted" ]; then
        started=$(date +%s)
        install_uv || true
        say "· 安装依赖（首次约需一分钟）…"
        sync_with_uv || sync_with_pip
        echo "$wanted" >.venv/requirements.sha256
        say "  完成，用时 $(($(date +%s) - started)) 秒"
    fi
fi

exec .venv/bin/python -m stack "$@"
