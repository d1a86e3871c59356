# Installs what is missing by apt-get, and only then. Sourced by ./dev.

missing_packages() {
  local installed
  # dpkg-query fails when it does not know one of them.
  installed=$({ dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
    sed -n 's/^installed //p' | sort -u)
  comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$installed")
}

as_root() {
  if ((EUID == 0)); then
    env "$@"
  elif command -v sudo >/dev/null; then
    sudo -- env "$@"
  else
    fail "to install packages, run as root or install sudo; missing: ${missing[*]}"
  fi
}

# install_packages NAME…: without starting or enabling a server, and without a system cluster.
install_packages() {
  local missing service policy=/usr/sbin/policy-rc.d no_cluster=/etc/postgresql-common/createcluster.d
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  [[ -r /etc/debian_version ]] || fail "this is not Debian; install by hand: ${missing[*]}"
  say "installing ${#missing[@]} packages: ${missing[*]}"

  # Both files are ours for the length of the installation only; an existing policy stays in force.
  no_cluster+=/hotline-dev.conf
  as_root sh -c 'mkdir -p "$(dirname "$1")" && echo "create_main_cluster = false" >"$1"' - "$no_cluster"
  local made_policy=
  trap 'as_root rm -f "$no_cluster" $made_policy' EXIT
  if [[ ! -e $policy ]]; then
    made_policy=$policy
    as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >"$1" && chmod 755 "$1"' - "$policy"
  fi
  local result=0 log
  log=$(mktemp)
  {
    as_root DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
      as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 \
        install --no-install-recommends "${missing[@]}"
  } >"$log" 2>&1 || result=$?
  as_root rm -f "$no_cluster" $made_policy
  trap - EXIT
  ((result == 0)) || {
    tail -n 15 "$log" >&2
    fail "apt-get failed; its output is $log"
  }
  rm -f "$log"

  # civetweb comes with prometheus-cpp-dev. Only what we have just brought is kept from the next boot.
  for service in redis-server civetweb; do
    if [[ -d /run/systemd/system && " ${missing[*]} " == *" ${service/civetweb/prometheus-cpp-dev} "* ]]; then
      as_root systemctl --quiet disable "$service" 2>/dev/null || true
    fi
  done
}

dev_deps() {
  local packages
  mapfile -t packages < <(sed -e '/^#/d' -e '/^$/d' "$root/dev.d/packages.txt")
  # Node may come from elsewhere, with npm inside.
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  install_packages "${packages[@]}"
}
