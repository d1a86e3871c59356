# Compiler, linker, warnings and sanitizers, the same for every target.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Line tables are enough for a stack trace and halve the object files.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(hotline_warnings INTERFACE)
target_compile_options(hotline_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -Wshadow=local -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  # GCC 12 reports these inside libstdc++ and absl at -O2.
  -Wno-error=maybe-uninitialized -Wno-error=restrict)

set(HOTLINE_SANITIZE "" CACHE STRING "address (with undefined) or thread; empty for none")
if(HOTLINE_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  # GCC 12 reports libstdc++'s <regex> under this sanitizer, at length.
  add_compile_options(-Wno-maybe-uninitialized)
elseif(HOTLINE_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  include_directories(BEFORE SYSTEM ${CMAKE_SOURCE_DIR}/cmake/tsan)
  add_link_options(-fsanitize=thread)
elseif(HOTLINE_SANITIZE)
  message(FATAL_ERROR "HOTLINE_SANITIZE is 'address', 'thread' or empty, not '${HOTLINE_SANITIZE}'")
endif()
