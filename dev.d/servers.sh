# Private PostgreSQL 15 and Redis 7, and the end of processes. Sourced by ./dev and tests/servers.
#
# Both servers listen on unix sockets in directories of mode 0700 only, which is why they ask for no
# password. A server works in its own directory; that is how a recorded process id is told from a
# recycled one.

pg_bin=/usr/lib/postgresql/15/bin
pg_port=5432  # Names the socket file; nothing listens on TCP.

launch=(setsid)  # Goes before a server: Ctrl-C in the terminal is for the script, which stops in order.
on_orphaned=     # When set, servers stop if the script that started them is killed.

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

alive() { [[ ${1:-} =~ ^[0-9]+$ ]] && readlink "/proc/$1/cwd" >/dev/null 2>&1; }

# working_in DIR PID: whether PID lives and its working directory is DIR.
working_in() { [[ ${2:-} =~ ^[0-9]+$ && $(readlink "/proc/$2/cwd" 2>/dev/null) == "$1" ]]; }

# end_process PID SIGNAL SECONDS: asks with SIGNAL, and insists with KILL after SECONDS.
end_process() {
  local tick
  kill -s "$2" "$1" 2>/dev/null || return 0
  for ((tick = 0; tick < $3 * 20; ++tick)); do
    alive "$1" || return 0
    sleep 0.05
  done
  kill -s KILL "$1" 2>/dev/null || true
}

# pg_account DIR: sets pg_as, the prefix under which PostgreSQL runs and owns what is below DIR.
# PostgreSQL refuses root. When its account cannot enter DIR (a clone below /root), it is given the one
# capability that lets it pass.
pg_account() {
  local capability
  pg_as=()
  ((EUID == 0)) || return 0
  local account=(setpriv --reuid postgres --regid postgres --init-groups)
  for capability in '' dac_read_search dac_override; do
    pg_as=("${account[@]}" ${capability:+--inh-caps "+$capability" --ambient-caps "+$capability"})
    # Not `test -x`, which asks access(2), which disregards capabilities.
    (cd / && "${pg_as[@]}" sh -c 'cd "$1"' - "$1") 2>/dev/null && return 0
  done
  fail "the account postgres cannot enter $1; choose a directory that it can enter"
}

# pg_init DATA [OPTION…]: a new cluster, complete or not there at all.
pg_init() {
  local data=$1 new=$1.new
  shift
  [[ -s $data/PG_VERSION ]] && return 0
  rm -rf "$new"
  (cd / && "${pg_as[@]}" "$pg_bin/initdb" --pgdata="$new" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 "$@" >/dev/null) || fail "initdb failed for $data"
  mv -T "$new" "$data"
}

# pg_exec DATA SOCKET_DIR [NAME=VALUE…]: becomes the server. The caller redirects and backgrounds it.
pg_exec() {
  local data=$1 socket=$2 setting settings=()
  shift 2
  for setting in "$@"; do settings+=(-c "$setting"); done
  [[ -e $data/postmaster.pid ]] || rm -f "$socket/.s.PGSQL.$pg_port"*  # Left by a killed server.
  cd /
  exec "${launch[@]}" "${pg_as[@]}" ${on_orphaned:+setpriv --pdeathsig INT} \
    "$pg_bin/postgres" -D "$data" -p "$pg_port" -k "$socket" -c listen_addresses= "${settings[@]}"
}

pg_pid() {
  local pid
  { read -r pid <"$1/postmaster.pid"; } 2>/dev/null && working_in "$1" "$pid" && printf '%s' "$pid"
}

# pg_wait SOCKET_DIR PID LOG: returns when connections are accepted.
pg_wait() {
  local tick
  for ((tick = 0; tick < 1200; ++tick)); do
    "$pg_bin/pg_isready" -q -h "$1" -p "$pg_port" -U postgres -d postgres && return 0
    if ! alive "$2"; then
      tail -n 15 "$3" >&2
      fail "PostgreSQL ended while starting; its log is $3"
    fi
    sleep 0.05
  done
  fail "PostgreSQL does not answer; its log is $3"
}

# pg_stop DATA [SIGNAL]: INT ends sessions and writes a checkpoint, QUIT leaves recovery to the next start.
pg_stop() {
  local pid tick
  pid=$(pg_pid "$1") && end_process "$pid" "${2:-INT}" 60
  [[ -e $1/postmaster.pid ]] || return 0
  # The server was killed. Its sessions end by themselves; only then may another one start. The file goes
  # because PostgreSQL takes a process that nobody has reaped, or a recycled id, for a running server.
  for ((tick = 0; tick < 200; ++tick)); do
    if [[ -z $(find /proc -maxdepth 2 -name cwd -lname "$1" 2>/dev/null) ]]; then
      rm -f "$1/postmaster.pid"
      return
    fi
    sleep 0.05
  done
  fail "processes of a killed PostgreSQL still work in $1"
}

# redis_exec DIR SOCKET: becomes the server; keeps nothing on disk, because Redis holds only what may vanish.
redis_exec() {
  cd "$1"
  exec "${launch[@]}" ${on_orphaned:+setpriv --pdeathsig TERM} redis-server --port 0 --unixsocket "$2" \
    --unixsocketperm 700 --save '' --appendonly no --dir "$1" --daemonize no
}

redis_pid() {
  local pid
  { read -r pid <"$1/pid"; } 2>/dev/null && working_in "$1" "$pid" && printf '%s' "$pid"
}

redis_wait() {
  local tick
  for ((tick = 0; tick < 200; ++tick)); do
    [[ $(redis-cli -s "$1" ping 2>/dev/null) == PONG ]] && return 0
    alive "$2" || break
    sleep 0.05
  done
  tail -n 15 "$3" >&2
  fail "Redis does not answer; its log is $3"
}

redis_stop() {
  local pid
  pid=$(redis_pid "$1") && end_process "$pid" TERM 10
  return 0
}
