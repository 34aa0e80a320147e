#!/usr/bin/env bash
# Hands over to build.cake:  ./build.sh <target> [name] [options]; `./build.sh help` lists the targets.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
caller="$PWD"
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
  sdk="$(sed -n 's/.*"sdk".*"version": *"\([^"]*\)".*/\1/p' global.json)"
  echo "The .NET SDK $sdk (or a later 10.0 one) was not found: install it from https://dot.net/download and run this again." >&2
  exit 1
fi

target="${1:-build}"
shift || true
case "$target" in -h | --help) target=help ;; esac
# The word after the target: part of a test's name, or the name of a migration.
[[ "$target" == run || "${1:---}" == -* ]] || set -- --name="$1" "${@:2}"
cake() { dotnet tool restore >/dev/null && dotnet cake --verbosity=quiet --no-report --target="$target" "$@"; }

case "$target" in
  run)
    # Stopped while it builds, it stops the build with it: the build has a process group of its own.
    set -m
    cake </dev/null &
    build=$!
    trap 'kill -TERM -- "-$build" 2>/dev/null; exit 130' INT TERM
    wait "$build"
    trap - INT TERM
    set +m
    # The program takes this shell's place, so that Ctrl-C and SIGTERM reach it directly.
    data=(--data-dir "$root/.crm")
    for argument in "$@"; do
      case "$argument" in --data-dir | --data-dir=*) data=() ;; esac
    done
    # Garbage is collected after 8 MB, not after as much as the processor's cache holds: docs/performance.md, Memory.
    export DOTNET_GCgen0size="${DOTNET_GCgen0size:-0x800000}"
    # Two arenas of the C library's memory, not eight for each processor.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
    cd "$caller" # a relative --data-dir is meant from there
    exec dotnet "$root/src/Api/bin/Release/net10.0/Crm.Api.dll" serve ${data[@]+"${data[@]}"} "$@"
    ;;
  *) cake "$@" ;;
esac
