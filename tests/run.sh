#!/usr/bin/env bash
# The whole suite. Installs what is missing when it may (apt as root), starts its own MariaDB on loopback with a private data
# folder, runs every test, says what was skipped and why, and leaves nothing running.
# Ends with "N passed, N failed, N skipped" and exits non-zero when anything failed or did not run.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
# Browser tests use the Chromium that is installed; nothing is downloaded.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dot.net"; exit 2; }

declare -A wanted=([mariadbd]=mariadb-server [chromium]=chromium [hledger]=hledger [bean-check]=beancount [pdftotext]=poppler-utils [npm]=npm [curl]=curl [openssl]=openssl [softhsm2-util]=softhsm2 [pkcs11-tool]=opensc)
missing=()
for program in "${!wanted[@]}"; do
  command -v "$program" >/dev/null || [ -x "/usr/sbin/$program" ] || missing+=("${wanted[$program]}")
done
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
# It brings Apache's program along but not its service: nothing listens on this machine afterwards.
[ -f /usr/lib/apache2/modules/mod_auth_openidc.so ] || missing+=(libapache2-mod-auth-openidc)
ls /usr/lib/*/engines-3/pkcs11.so >/dev/null 2>&1 || missing+=(libengine-pkcs11-openssl)
fc-list 2>/dev/null | grep -i 'noto.*cjk' >/dev/null || missing+=(fonts-noto-cjk)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing: ${missing[*]}"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >/tmp/hub-apt.$$ 2>&1 \
      || { tail -5 /tmp/hub-apt.$$; echo "Not everything could be installed; the tests that need it are skipped."; }
    rm -f /tmp/hub-apt.$$
  else
    echo "Not installed, and no root to install it: ${missing[*]}. The tests that need it are skipped; install these packages to run them."
  fi
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/hub-tests.XXXXXX")
# What a killed test or a killed host leaves behind goes with the folder.
mkdir "$work/tmp" && export TMPDIR="$work/tmp"
compiler_before=$(pgrep -f VBCSCompiler | head -1 || true)
finish() {
  # Each project's tests run in a process group of their own; timeout passes the signal on to all of it.
  for job in $(jobs -p); do kill "$job" 2>/dev/null; done
  wait
  # The compiler stays warm for ten minutes; it goes too, unless it was somebody else's.
  [ -n "$compiler_before" ] || dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
  [ -d "$work/mariadb" ] && bash tests/mariadb.sh stop "$work/mariadb"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if database=$(bash tests/mariadb.sh start "$work/mariadb"); then
  eval "$database"
else
  echo "MariaDB did not start: the tests that need it are skipped."
fi

# Larger data than the repository keeps, where it lies beside the checkout; each test that uses it has a smaller case of its own.
usage=../shared/data/usage/focus_sample.csv
[ -f "$usage" ] && export HUB_TEST_USAGE_FILE="${HUB_TEST_USAGE_FILE:-$PWD/$usage}"

echo "Building…"
if ! dotnet build BroadbandHub.sln -v quiet -nodeReuse:false -clp:NoSummary >"$work/build.log" 2>&1; then
  grep -E "error" "$work/build.log" | sort -u | head -40
  echo "The build failed."
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# Two projects at a time, the longest first, so that none is left over at the end. What does not end is stopped and named: a suite that hangs says nothing.
limit=${HUB_TEST_LIMIT:-2400}
projects=(EndToEnd.Tests BroadbandHub.Identity.Tests BroadbandHub.PluginHost.Tests BroadbandHub.Host.Tests BroadbandHub.Billing.Tests)
for project in $(find tests -mindepth 2 -maxdepth 2 -name '*.Tests.csproj' -printf '%f\n' | sed 's/\.csproj$//' | sort); do
  [[ " ${projects[*]} " == *" $project "* ]] || projects+=("$project")
done

run_project() {
  local project=$1 log="$work/$1.log" started=$SECONDS status
  timeout --kill-after=30 "$limit" "artifacts/bin/$project/debug/$project" -noLogo -noColor -noAutoReporters -reporter verbose >"$log" 2>&1 </dev/null
  status=$?
  # Total, errors (also of clean-up), failed, skipped.
  read -r total errors failed skipped < <(sed -nE 's/^.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*$/\1 \2 \3 \4/p' "$log" | tail -1)
  failed=$((${failed:-0} + ${errors:-0}))
  [ "$status" -ne 0 ] && [ "$failed" = 0 ] && failed=1
  local passed=$((${total:-0} - failed - ${skipped:-0}))
  echo "$((passed > 0 ? passed : 0)) $failed ${skipped:-0}" >"$work/$project.count"
  echo "$project: ${total:-0} tests, $failed failed, ${skipped:-0} skipped, $((SECONDS - started)) s"
  [ "$failed" = 0 ] || grep -vE '\[(STARTING|FINISHED|PASS)\]' "$log" | cut -c1-400 | head -150
  if [ "$status" -ge 124 ]; then
    echo "$project did not end within $limit s, or was killed (status $status). Begun and not finished:"
    sed -nE 's/^ *(.*) \[(STARTING|FINISHED)\].*$/\1/p' "$log" | sort | uniq -u
  fi
}

# Tests start many hubs that live for seconds: compiling a method a second time, with what was learnt from its first calls, costs more than it brings back.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCounting=0

echo "Testing…"
for project in "${projects[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  run_project "$project" &
done
wait

if grep -q '\[SKIP\]' "$work"/*.log; then
  echo; echo "Skipped, and why:"
  grep -hA1 '\[SKIP\]' "$work"/*.log | grep -v '^--' | sed 's/^ *//' | cut -c1-300
fi
read -r passed failed skipped < <(cat "$work"/*.count | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
missing=$((${#projects[@]} - $(ls "$work"/*.count | wc -l)))
echo
echo "$passed passed, $((failed + missing)) failed, $skipped skipped"
[ "$((failed + missing))" = 0 ]
