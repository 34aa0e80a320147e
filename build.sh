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
    program="$root/src/Api/bin/Release/net10.0/Crm.Api.dll" stamp="$root/artifacts/run.stamp"
    # A password that the rules reject is reported before anything else, as soon as there is a program that knows the rules.
    if [ -n "${CRM_ADMIN_PASSWORD:-}" ] && [ -f "$program" ]; then dotnet "$program" check "$@"; fi
    # What the build reads, newer than a file; a folder is newer when a file in it came or went.
    newer() { find src global.json Directory.*.props .editorconfig \( -name bin -o -name obj \) -prune -o -newer "$1" "${@:2}" -print -quit; }
    # Where nothing is newer than the last build, the program starts at once.
    if [ ! -f "$program" ] || [ ! -f "$stamp" ] || [ -n "$(newer "$stamp")" ]; then
      started="$(mktemp)"
      # Stopped while it builds, it stops the build with it: the build has a process group of its own.
      set -m
      cake </dev/null &
      build=$!
      trap 'kill -TERM -- "-$build" 2>/dev/null; rm -f "$started"; exit 130' INT TERM
      wait "$build"
      trap - INT TERM
      set +m
      mkdir -p "$root/artifacts"
      # What changed while it was built is built next time.
      mv "$started" "$stamp"
      [ -n "$(newer "$stamp" -type f)" ] || touch "$stamp"
    fi
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
    exec dotnet "$program" serve ${data[@]+"${data[@]}"} "$@"
    ;;
  *) cake "$@" ;;
esac
