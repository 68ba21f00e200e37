#!/usr/bin/env bash
# The long forms: 100 enables and disables under load, 20 kills of the host while it takes usage, and the benchmarks.
# The suite (tests/run.sh) has a short form of each.
set -uo pipefail
cd "$(dirname "$0")/.."
export HUB_SOAK=1
bash tests/run.sh
suite=$?
work=$(mktemp -d "${TMPDIR:-/tmp}/hub-soak.XXXXXX")
trap '[ -d "$work/mariadb" ] && bash tests/mariadb.sh stop "$work/mariadb"; rm -rf "$work"' EXIT INT TERM
eval "$(bash tests/mariadb.sh start "$work/mariadb")"
dotnet run -c Release --project tests/BroadbandHub.Benchmarks || exit 1
exit $suite
