#!/usr/bin/env bash
# A private MariaDB for the tests: own data folder, own port on loopback, durable commits.
#   tests/mariadb.sh start DIR   prints the line to eval (export HUB_TEST_MYSQL=…)
#   tests/mariadb.sh stop DIR    stops it by its pid and removes DIR
set -euo pipefail
what=${1:?start or stop}; dir=${2:?a folder of its own}
case "$what" in
  start)
    mkdir -p "$dir"; dir=$(cd "$dir" && pwd)
    server=$(command -v mariadbd || command -v mysqld || echo /usr/sbin/mariadbd)
    [ -x "$server" ] || { echo "MariaDB is not installed (package mariadb-server)" >&2; exit 3; }
    user=(); [ "$(id -u)" = 0 ] && user=(--user=root)
    [ -d "$dir/data/mysql" ] || mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-authentication-method=normal --skip-test-db "${user[@]}" >"$dir/install.log" 2>&1
    # The kernel hands out a free port; the server takes it over at once.
    port=$(bash -c 'for i in $(seq 1 50); do p=$((20000 + RANDOM % 20000)); (exec 3<>/dev/tcp/127.0.0.1/$p) 2>/dev/null || { echo $p; exit; }; done')
    "$server" --no-defaults --datadir="$dir/data" --socket="$dir/s" --pid-file="$dir/pid" --port="$port" --bind-address=127.0.0.1 \
      --skip-name-resolve --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=256M --innodb-log-file-size=256M \
      --max-connections=300 --character-set-server=utf8mb4 --log-error="$dir/error.log" "${user[@]}" >/dev/null 2>&1 </dev/null &
    for _ in $(seq 1 120); do
      if mariadb --no-defaults -uroot -S "$dir/s" -e 'select 1' >/dev/null 2>&1; then
        mariadb --no-defaults -uroot -S "$dir/s" -e "drop user if exists ''@'localhost'; create user if not exists 'hub'@'127.0.0.1' identified by 'hub'; grant all on *.* to 'hub'@'127.0.0.1' with grant option;"
        echo "export HUB_TEST_MYSQL='Server=127.0.0.1;Port=$port;User ID=hub;Password=hub;Pooling=true;MaximumPoolSize=60;ConnectionTimeout=60'"
        exit 0
      fi
      sleep 0.25
    done
    echo "MariaDB did not start: see $dir/error.log" >&2; exit 4 ;;
  stop)
    if [ -f "$dir/pid" ]; then
      pid=$(cat "$dir/pid"); kill "$pid" 2>/dev/null || true
      for _ in $(seq 1 80); do kill -0 "$pid" 2>/dev/null || break; sleep 0.25; done
      kill -9 "$pid" 2>/dev/null || true
    fi
    rm -rf "$dir" ;;
esac
