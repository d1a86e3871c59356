# What test binaries find in their environment. The servers' directory is fixed at configure time, short
# (a unix socket's path has at most 107 bytes) and different for each build directory.
string(MD5 build_hash "${CMAKE_BINARY_DIR}")
string(SUBSTRING ${build_hash} 0 10 build_hash)
set(HOTLINE_TEST_DIR /tmp/hotline-test-${build_hash})
set(sanitizers ${CMAKE_SOURCE_DIR}/tests/sanitizers)
# Suppression paths are quoted for the sanitizers' own parsers: the source root may contain spaces.
set(HOTLINE_TEST_ENVIRONMENT
  "HOTLINE_TEST_DATABASE=host=${HOTLINE_TEST_DIR}/pg/socket port=5432 user=postgres"
  "HOTLINE_TEST_REDIS=unix:${HOTLINE_TEST_DIR}/redis/redis.sock"
  "ASAN_OPTIONS=detect_stack_use_after_return=1:check_initialization_order=1:strict_string_checks=1"
  "LSAN_OPTIONS=print_suppressions=0:suppressions='${sanitizers}/lsan.supp'"
  "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:suppressions='${sanitizers}/ubsan.supp'"
  # Debian's libraries are not compiled for this sanitizer: what they do to memory is their business.
  "TSAN_OPTIONS=ignore_noninstrumented_modules=1:second_deadlock_stack=1:history_size=4:suppressions='${sanitizers}/tsan.supp'")

# The same for a person who runs one binary: `./dev test --only NAME` reads it.
set(lines "HOTLINE_TEST_DIR=${HOTLINE_TEST_DIR}\n")
foreach(variable ${HOTLINE_TEST_ENVIRONMENT})
  string(APPEND lines "${variable}\n")
endforeach()
file(WRITE ${CMAKE_BINARY_DIR}/test.env "${lines}")
