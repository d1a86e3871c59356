# ./dev down, reset. Sourced by ./dev.

# stop_running: ends a running ./dev up, or what a killed one has left; keeps the lock.
stop_running() {
  local pid
  if ! data_lock; then
    pid=$(cat "$data/pid" 2>/dev/null) || fail "$data is in use, and $data/pid does not say by whom"
    kill -s TERM "$pid" 2>/dev/null || true
    exec 9>>"$data/lock"
    flock -w 60 9 || fail "./dev up with process id $pid does not end"
  fi
  stop_leftovers
}

take_data_option() {
  while (($#)); do
    [[ $1 == --data ]] || fail "only --data DIR is known here, not '$1'"
    data_select "${2:?--data DIR}"
    shift 2
  done
}

dev_down() {
  take_data_option "$@"
  data_exists || { say "nothing runs: $data holds no data of Hotline"; return; }
  stop_running
  say 'stopped'
}

# Deletes what `./dev up` made, and nothing else that may lie there.
dev_reset() {
  take_data_option "$@"
  data_exists || { say "nothing to delete: $data holds no data of Hotline"; return; }
  stop_running
  cd "$data"
  rm -rf pg redis run log attachments hotline.toml keys.json demo-password dev-clock pid address
  [[ $sockets == "$data" ]] || rm -rf "$sockets"
  rm -f lock .hotline-data
  cd / && rmdir -- "$data" 2>/dev/null || true
  say "deleted $data"
}
