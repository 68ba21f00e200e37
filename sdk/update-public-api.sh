#!/usr/bin/env bash
# Adds what the compiler misses to PublicAPI.Unshipped.txt of each SDK project; read the diff before committing it.
set -euo pipefail
cd "$(dirname "$0")"
for project in BroadbandHub.*; do
  list="$project/PublicAPI.Unshipped.txt"
  [ -f "$list" ] || continue
  missing=$(dotnet build "$project" --no-incremental 2>&1 \
    | grep -F "[$PWD/$project/" | sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u || true)
  [ -n "$missing" ] || continue
  { echo '#nullable enable'; { grep -v '^#nullable' "$list" || true; printf '%s\n' "$missing"; } | LC_ALL=C sort -u; } > "$list.new"
  mv "$list.new" "$list"
  echo "$list: $(wc -l < "$list") lines"
done
