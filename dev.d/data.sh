# What `./dev up` keeps below its data directory. Sourced by ./dev.
#
#   .hotline-data  marks the directory as ours     pg/ redis/ run/  servers and sockets
#   hotline.toml   written at every start          log/             one file per process
#   keys.json      keys of the encrypted fields    attachments/     files of work orders
#   lock, pid      of the running ./dev up         demo-password    of the demo accounts

demo_accounts='admin agent dispatcher handler reviewer callback supervisor auditor'
data=$root/var

# data_select DIR: sets data, absolute, and sockets. Unix sockets have at most 107 bytes, and addresses
# of them no spaces: for an unsuited DIR they are in a directory of its own below /tmp.
data_select() {
  data=$(realpath -m -- "$1")
  [[ $data != *[\"\\$'\n']* ]] || fail "a data directory's path has no quotes, backslashes or line ends"
  sockets=$data
  if [[ ${#data} -gt 75 || $data == *[^A-Za-z0-9._/-]* ]]; then
    sockets=/tmp/hotline-$EUID-$(printf %s "$data" | sha256sum | cut -c 1-12)
  fi
}

data_exists() { [[ -e $data/.hotline-data ]]; }

# own_directory DIR [MODE]: makes it, and refuses one of somebody else.
own_directory() {
  [[ -d $1 ]] || mkdir -p -m "${2:-0700}" -- "$1" || fail "cannot create $1"
  [[ -O $1 && ! -L $1 ]] || fail "$1 belongs to someone else"
  chmod "${2:-0700}" "$1"
}

data_create() {
  local mode=0700
  ((EUID != 0)) || mode=0711  # PostgreSQL's account passes through.
  data_exists || [[ ! -e $data || -z $(ls -A -- "$data") ]] ||
    fail "$data is not empty and not a data directory of Hotline; choose another"
  own_directory "$data" $mode
  : >"$data/.hotline-data"
  own_directory "$sockets" $mode
  mkdir -p -m 0700 "$data/log" "$data/attachments" "$sockets/run" "$sockets/redis" "$sockets/pg"
  mkdir -p -m 0700 "$data/pg"
}

# Whose lock it is decides whether a `./dev up` runs: it goes with its process, however that ends.
data_lock() { exec 9>>"$data/lock" && flock -n 9; }
data_unlock() { exec 9>&-; }

data_address() { cat "$data/address" 2>/dev/null || true; }

# Uses port, demo and clock of ./dev up.
write_config() {
  printf '%s\n' >"$data/hotline.toml" '# Written by ./dev up; changes are lost.' \
    "database = \"host=$sockets/pg/socket port=$pg_port dbname=hotline\"" \
    'database-owner = "hotline_owner"' \
    "redis = \"unix:$sockets/redis/redis.sock\"" \
    "http = \"127.0.0.1:$port\"" \
    "data = \"$data\"" \
    "keys = \"$data/keys.json\"" \
    "run = \"$sockets/run\"" \
    ${demo:+'demo = true'} ${clock:+"dev-clock = \"$data/dev-clock\""}
}

# The password of the demo accounts: the one asked for, or the one kept, or a new one.
demo_password() {
  if [[ ${HOTLINE_DEMO_PASSWORD:-} ]]; then
    printf %s "$HOTLINE_DEMO_PASSWORD"
  elif [[ -s $data/demo-password ]]; then
    cat "$data/demo-password"
  else
    printf 'demo-%04d-%s' $((RANDOM % 10000)) "$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')"
  fi
}

# load_demo_data: when it was not yet, or when another password is asked for.
load_demo_data() {
  local password
  password=$(demo_password)
  if [[ $(cat "$data/demo-password" 2>/dev/null) != "$password" ]]; then
    HOTLINE_DEMO_PASSWORD=$password hotline demo-data
    (umask 077 && printf %s "$password" >"$data/demo-password")
  fi
}
