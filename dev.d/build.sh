# Build, test, format, lint. Sourced by ./dev.

# Objects compiled in one clone serve all clones.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

preset=default
build_dir=$root/build

# take_preset ARG: whether ARG chooses a build directory.
take_preset() {
  case $1 in
    --asan | --tsan) preset=${1#--} build_dir=$root/build-${1#--} ;;
    *) return 1 ;;
  esac
}

# A compiler takes up to 1.5 GB. HOTLINE_JOBS overrides.
jobs_that_fit() {
  local memory cores
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1500000)}' /proc/meminfo)
  cores=$(nproc)
  echo $((memory < 1 ? 1 : memory < cores ? memory : cores))
}

configure() {
  mkdir -p "$build_dir"
  (cd "$root" && cmake --preset "$preset") >"$build_dir/configure.log" 2>&1 && return
  tail -n 20 "$build_dir/configure.log" >&2
  rm -f "$build_dir/build.ninja"
  fail "cmake failed; its output is $build_dir/configure.log"
}

# build TARGET…: prints little, and nothing when there is nothing to do.
build() {
  local ninja=(ninja -C "$build_dir" -j "${HOTLINE_JOBS:-$(jobs_that_fit)}")
  [[ -f $build_dir/build.ninja ]] || configure
  if [[ -t 1 ]]; then
    "${ninja[@]}" "$@"
  else
    "${ninja[@]}" --quiet "$@" 2>&1 | sed -e '/^ninja: \(no work\|Entering\)/d' -e '/Re-checking globbed/d' -e '/^-- /d'
  fi
}

dev_build() {
  local targets=()
  while (($#)); do
    take_preset "$1" || targets+=("$1")
    shift
  done
  dev_deps
  build "${targets[@]}"
}

dev_test() {
  local only= arguments=()
  while (($#)); do
    if take_preset "$1"; then
      :
    elif [[ $1 == --only ]]; then
      (($# > 1)) || fail 'test --only NAME [arguments of the test binary]'
      only=$2
      shift
    else
      arguments+=("$1")
    fi
    shift
  done
  dev_deps
  if [[ $only ]]; then
    build "$only"
    test_one "$only" "${arguments[@]}"
    return
  fi
  build all
  # ctest stops the servers itself, but not when it is interrupted.
  trap 'stop_test_servers' EXIT
  trap 'exit 130' INT TERM HUP
  (cd "$build_dir" && ctest --output-on-failure -j "$(nproc)" "${arguments[@]}")
}

stop_test_servers() {
  local directory
  directory=$(sed -n 's/^HOTLINE_TEST_DIR=//p' "$build_dir/test.env")
  "$root/tests/servers" stop "$directory"
}

# One binary by hand, with the servers that run, or with servers of its own.
test_one() {
  local line name=$1
  shift
  while IFS= read -r line; do export "${line?}"; done <"$build_dir/test.env"
  if ! "$root/tests/servers" status "$HOTLINE_TEST_DIR"; then
    trap 'stop_test_servers' EXIT
    trap 'exit 130' INT TERM HUP
    "$root/tests/servers" start "$HOTLINE_TEST_DIR"
  fi
  "$build_dir/bin/$name" "$@"
}

dev_fmt() {
  install_packages clang-format
  (cd "$root" && git ls-files -z --cached --others --exclude-standard -- '*.cc' '*.h' |
    xargs -0 -r clang-format -i "$@")
}

# Source files that differ from main, committed or not.
changed_sources() {
  local base
  base=$(git merge-base HEAD main 2>/dev/null || git rev-parse HEAD)
  {
    git diff --name-only --diff-filter=d "$base" -- '*.cc'
    git ls-files --others --exclude-standard -- '*.cc'
  } | sort -u
}

dev_lint() {
  install_packages clang-tidy
  cd "$root"
  local files
  mapfile -t files < <(if (($#)); then printf '%s\n' "$@"; else changed_sources; fi)
  ((${#files[@]})) || { say 'nothing differs from main'; return; }
  dev_deps
  # Generated headers must be there; a change that does not build is not linted.
  build all
  say "clang-tidy on ${#files[@]} files"
  printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(jobs_that_fit)" clang-tidy --quiet -p "$build_dir" \
    --extra-arg=-Wno-unknown-warning-option
}
