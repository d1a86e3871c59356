# ./dev psql, logs, demo, bench. Sourced by ./dev.

# take_leading_data ARGS…: reads a leading --data DIR and leaves the rest in `rest`.
take_leading_data() {
  if [[ ${1:-} == --data ]]; then
    data_select "${2:?--data DIR}"
    shift 2
  fi
  rest=("$@")
}

dev_psql() {
  take_leading_data "$@"
  [[ -S $sockets/pg/socket/.s.PGSQL.$pg_port ]] || fail 'PostgreSQL does not run; ./dev up starts it'
  exec psql -h "$sockets/pg/socket" -p "$pg_port" -U postgres -d hotline "${rest[@]}"
}

dev_logs() {
  take_leading_data "$@"
  data_exists || fail 'there are no logs yet; ./dev up makes them'
  cd "$data/log"
  if ((${#rest[@]})); then
    exec tail -n 100 -F "${rest[@]/%/.log}"
  fi
  exec tail -n 20 -F -- *.log
}

# Plays one order's life against the running system, or against one of its own when none runs.
dev_demo() {
  local script=$root/tests/demo/run port
  demo_directory=  # Not local: the trap needs it after this function has ended.
  [[ -x $script ]] || fail 'tests/demo/run is missing'
  take_leading_data "$@"
  if ! data_exists || data_lock; then
    data_unlock
    demo_directory=$(mktemp -d)
    port=$(free_port)
    trap 'kill -s TERM $up 2>/dev/null && wait $up; "$root/dev" reset --data "$demo_directory" >/dev/null' EXIT
    trap 'exit 130' INT TERM
    "$root/dev" up --data "$demo_directory" --port "$port" --dev-clock 2026-09-28T14:00+08:00 >"$demo_directory.log" 2>&1 &
    up=$!
    until grep -q '^Hotline 12368 is ready' "$demo_directory.log"; do
      alive "$up" || { cat "$demo_directory.log" >&2; fail 'the system does not start'; }
      sleep 0.1
    done
    rm -f "$demo_directory.log"
    data_select "$demo_directory"
  fi
  HOTLINE_URL=$(data_address) HOTLINE_DEMO_PASSWORD=$(demo_password) "$script" "${rest[@]}"
}

free_port() {
  local port
  for port in $(shuf -i 20000-29999 -n 20); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  fail 'no free port found'
}

# Starts what it measures itself; see the script for its arguments.
dev_bench() {
  [[ -x $root/tests/bench/run ]] || fail 'tests/bench/run is missing'
  dev_deps
  install_packages wrk
  build hotline
  exec "$root/tests/bench/run" "$@"
}
