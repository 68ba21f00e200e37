#!/usr/bin/env bash
# Plays the hub's main job from end to end through public interfaces only, on free ports and a fresh data folder, and checks every figure.
#   samples/main-job.sh                 with the Network Disk application: enable, subscribe, use, report, close the month, bill, books
#   samples/main-job.sh --usage FILE    with the usage of a FOCUS 1.0 CSV instead (samples/usage.csv is a small one)
# Exits non-zero when a figure is off. Stops what it started. MAIN_JOB_BUILD=no uses what is built already.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if [ "${MAIN_JOB_BUILD:-yes}" = yes ]; then
  for project in host/BroadbandHub.Host samples/NetworkDisk samples/MainJob; do
    dotnet build "$root/$project" -v quiet -clp:NoSummary
  done
fi
configuration=${MAIN_JOB_CONFIGURATION:-debug}
exec dotnet "$root/artifacts/bin/MainJob/$configuration/MainJob.dll" --root "$root" "$@"
