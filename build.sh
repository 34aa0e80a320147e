#!/usr/bin/env bash
# Runs build.cake:  ./build.sh <target> [name] [options]; `./build.sh help` lists the targets.
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
    program="$root/artifacts/run/Crm.Api.dll" stamp="$root/artifacts/run.stamp"
    # A weak password is rejected before anything is built. Before the first build there is no program that knows every rule, but the one
    # that is broken most often: the length.
    if [ -n "${CRM_ADMIN_PASSWORD:-}" ]; then
      if [ -f "$program" ]; then
        dotnet "$program" check "$@"
      elif [ "${#CRM_ADMIN_PASSWORD}" -lt 12 ]; then
        echo "CRM_ADMIN_PASSWORD must have at least 12 characters." >&2
        exit 1
      fi
    fi
    # Prints an input of the build that is newer than a file. A folder is newer if a file in it was added or deleted.
    newer() { find src global.json Directory.*.props .editorconfig \( -name bin -o -name obj \) -prune -o -newer "$1" "${@:2}" -print -quit; }
    # If nothing is newer than the last build, the program starts at once.
    if [ ! -f "$program" ] || [ ! -f "$stamp" ] || [ -n "$(newer "$stamp")" ]; then
      started="$(mktemp)"
      # The build has its own process group, so that stopping this script also stops the build.
      set -m
      cake </dev/null &
      build=$!
      trap 'kill -TERM -- "-$build" 2>/dev/null; rm -f "$started"; exit 130' INT TERM
      wait "$build"
      trap - INT TERM
      set +m
      mkdir -p "$root/artifacts"
      # A file that changed during the build is built next time.
      mv "$started" "$stamp"
      [ -n "$(newer "$stamp" -type f)" ] || touch "$stamp"
    fi
    # The program replaces this shell (exec), so that Ctrl-C and SIGTERM reach it directly.
    data=(--data-dir "$root/.crm")
    for argument in "$@"; do
      case "$argument" in --data-dir | --data-dir=*) data=() ;; esac
    done
    # Garbage is collected after 8 MB instead of the size of the processor's cache: docs/performance.md, Memory.
    export DOTNET_GCgen0size="${DOTNET_GCgen0size:-0x800000}"
    # Two malloc arenas instead of eight per processor.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
    cd "$caller" # a relative --data-dir is relative to it
    exec dotnet "$program" serve ${data[@]+"${data[@]}"} "$@"
    ;;
  *) cake "$@" ;;
esac
