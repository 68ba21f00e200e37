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

declare -A wanted=([mariadbd]=mariadb-server [chromium]=chromium [hledger]=hledger [bean-check]=beancount [pdftotext]=poppler-utils [npm]=npm)
missing=()
for program in "${!wanted[@]}"; do
  command -v "$program" >/dev/null || [ -x "/usr/sbin/$program" ] || missing+=("${wanted[$program]}")
done
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
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
compiler_before=$(pgrep -f VBCSCompiler | head -1 || true)
finish() {
  # The compiler stays warm for ten minutes; it goes too, unless it was somebody else's.
  [ -n "$compiler_before" ] || dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
  [ -d "$work/mariadb" ] && bash tests/mariadb.sh stop "$work/mariadb"
  rm -rf "$work"
}
trap finish EXIT INT TERM

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

echo "Testing…"
dotnet test --solution BroadbandHub.sln --no-build --max-parallel-test-modules 2 --no-progress --results-directory "$work/results" >"$work/test.log" 2>&1
status=$?
grep -v -E '^(skipped|Running tests from)|^  from ' "$work/test.log" | cut -c1-400

count() { sed -n "s/^ *$1: *\([0-9]*\)$/\1/p" "$work/test.log" | tail -1; }
passed=$(count succeeded); failed=$(count failed); skipped=$(count skipped)
if grep -q '^skipped' "$work/test.log"; then
  echo; echo "Skipped, and why:"
  grep -A1 '^skipped' "$work/test.log" | grep -v '^--' | sed 's/^skipped /  /' | cut -c1-300
fi
if [ -z "$passed" ]; then
  echo "The tests did not run."
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
[ "$status" -ne 0 ] && [ "${failed:-0}" = 0 ] && failed=1
echo
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[ "$status" -eq 0 ]
