# ./dev up: the processes of one data directory. Sourced by ./dev.

declare -A process=()  # Process id -> name.

# hotline COMMAND…: the binary with this data directory's configuration; heard only when it fails.
hotline() {
  local log=$data/log/setup.log
  "$build_dir/bin/hotline" "$1" --config "$data/hotline.toml" "${@:2}" 9>&- >"$log" 2>&1 && return
  tail -n 20 "$log" >&2
  fail "hotline $1 failed"
}

dev_up() {
  local port=12368 split= demo=1 clock= clock_start= arguments=("$@")
  while (($#)); do
    case $1 in
      --port) port=${2:?--port N} && shift ;;
      --data) data_select "${2:?--data DIR}" && shift ;;
      --split) split=1 ;;
      --no-demo) demo= ;;
      --dev-clock)
        clock=1
        [[ ${2:---} == -* ]] || { clock_start=$2 && shift; } ;;
      *) take_preset "$1" || fail "up knows --port, --data, --split, --no-demo, --dev-clock; not '$1'" ;;
    esac
    shift
  done
  # A shell in the background starts its jobs with SIGINT ignored, which a script cannot undo itself.
  if [[ ${HOTLINE_DEV_SIGNALS:-} != $$ ]]; then
    HOTLINE_DEV_SIGNALS=$$ exec env --default-signal=INT,TERM,HUP "$root/dev" up "${arguments[@]}"
  fi
  [[ $port =~ ^[0-9]{1,5}$ ]] || fail "--port '$port' is not a number"
  data_create
  data_lock || fail "already running at $(data_address) with $data; ./dev down stops it"
  { dev_deps && build hotline; } 9>&-
  start_all
  wait_for_any
}

start_all() {
  on_orphaned=1
  trap 'exit 0' INT TERM HUP
  trap 'stop_all' EXIT
  echo $$ >"$data/pid"
  echo "http://127.0.0.1:$port" >"$data/address"
  stop_leftovers
  ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || fail "port $port is taken; choose another by --port"
  start_servers
  write_config
  [[ -z $clock_start || -e $data/dev-clock ]] || write_dev_clock
  [[ -e $data/keys.json ]] || "$build_dir/bin/hotline" keys create "$data/keys.json" 9>&-
  hotline migrate
  [[ -z $demo ]] || load_demo_data
  start_roles
  announce
}

# The shared offset of the dev clock: eight bytes of microseconds, least significant first.
write_dev_clock() {
  local start offset byte bytes=
  start=$(date -d "$clock_start" +%s) || fail "--dev-clock '$clock_start' is not a time"
  offset=$(((start - $(date +%s)) * 1000000))
  for byte in 0 1 2 3 4 5 6 7; do
    bytes+=$(printf '\\x%02x' $(((offset >> (8 * byte)) & 255)))
  done
  printf "$bytes" >"$data/dev-clock"
}

start_servers() {
  pg_account "$data"
  if ((EUID == 0)); then chown postgres:postgres "$data/pg" "$sockets/pg"; fi
  pg_init "$data/pg/data"
  (cd / && "${pg_as[@]}" mkdir -p -m 0700 "$sockets/pg/socket")
  keep_log postgres
  (exec 9>&-; pg_exec "$data/pg/data" "$sockets/pg/socket" max_connections=200) \
    </dev/null >"$data/log/postgres.log" 2>&1 &
  process[$!]=postgres
  local pg=$!
  keep_log redis
  (exec 9>&-; redis_exec "$sockets/redis" "$sockets/redis/redis.sock") \
    </dev/null >"$data/log/redis.log" 2>&1 &
  process[$!]=redis
  echo $! >"$sockets/redis/pid"
  redis_wait "$sockets/redis/redis.sock" $! "$data/log/redis.log"
  pg_wait "$sockets/pg/socket" "$pg" "$data/log/postgres.log"
  create_database
}

# As an installation has it: the owner may create the services' roles, and is no superuser.
create_database() {
  local psql=(psql -qXAt -h "$sockets/pg/socket" -p "$pg_port" -U postgres -d postgres -v ON_ERROR_STOP=1)
  if [[ $("${psql[@]}" -c "SELECT 1 FROM pg_roles WHERE rolname = 'hotline_owner'") != 1 ]]; then
    "${psql[@]}" -c 'CREATE ROLE hotline_owner LOGIN CREATEROLE'
  fi
  if [[ $("${psql[@]}" -c "SELECT 1 FROM pg_database WHERE datname = 'hotline'") != 1 ]]; then
    "${psql[@]}" -c 'CREATE DATABASE hotline OWNER hotline_owner'
  fi
}

start_roles() {
  local role roles=all
  [[ -z $split ]] || roles=$("$build_dir/bin/hotline" roles 9>&- | awk '{print $1}')
  for role in $roles; do
    keep_log "$role"
    (exec 9>&- && cd "$data" && exec "${launch[@]}" setpriv --pdeathsig TERM \
      "$build_dir/bin/hotline" serve --config "$data/hotline.toml" --roles "$role") \
      </dev/null >"$data/log/$role.log" 2>&1 &
    process[$!]=$role
    echo $! >"$sockets/run/$role.pid"
  done
  wait_until_ready
}

keep_log() { if [[ -s $data/log/$1.log ]]; then mv "$data/log/$1.log" "$data/log/$1.log.1"; fi; }

wait_until_ready() {
  local tick pid
  for ((tick = 0; tick < 600; ++tick)); do
    for pid in "${!process[@]}"; do alive "$pid" || report_end "$pid"; done
    curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz" 2>/dev/null && return
    sleep 0.05
  done
  fail "not ready after 30 s; see ./dev logs"
}

announce() {
  say "Hotline 12368 is ready at $(data_address)"
  if [[ $demo ]]; then
    say "  demo accounts  $demo_accounts"
    say "  password       $(cat "$data/demo-password")"
  fi
  say "  data and logs  $data"
  say '  Ctrl-C stops it.'
}

report_end() {
  say "the last lines of $data/log/${process[$1]}.log:" >&2
  tail -n 20 "$data/log/${process[$1]}.log" >&2
  fail "${process[$1]} ended; stopping the rest"
}

# The system goes on without Redis, and stops when anything else ends.
wait_for_any() {
  local ended
  while wait -n -p ended "${!process[@]}" || true; do
    [[ ${ended:-} ]] || continue
    [[ ${process[$ended]} == redis ]] || report_end "$ended"
    say 'redis ended; going on without it' >&2
    unset "process[$ended]"
  done
}

# In order: services finish what is in flight while their servers are still there.
stop_all() {
  set +e
  trap '' INT TERM HUP
  say 'stopping …'
  stop_leftovers
  rm -f "$data/pid" "$data/address"
}

# Everything of this data directory that runs, whoever started it.
stop_leftovers() {
  local file pid stopping=()
  for file in "$sockets"/run/*.pid; do
    [[ -e $file ]] || continue
    pid=$(<"$file")
    if working_in "$data" "$pid"; then
      end_process "$pid" TERM 30 &
      stopping+=($!)
    fi
    rm -f "$file"
  done
  ((${#stopping[@]} == 0)) || wait "${stopping[@]}"
  redis_stop "$sockets/redis"
  pg_stop "$data/pg/data"
}
