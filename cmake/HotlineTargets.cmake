include(TestEnvironment)

# hotline_library(NAME DIR DEPS...): every .cc below DIR that is not a test.
function(hotline_library name dir)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/*.cc)
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARGN} PRIVATE hotline_warnings)
endfunction()

# hotline_test(NAME DIR DEPS...): one Catch2 binary of every *_test.cc below DIR, run by ctest with the
# PostgreSQL and Redis of this run (see tests/CMakeLists.txt).
function(hotline_test name dir)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/*_test.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE ${ARGN} hotline_testing hotline_warnings)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED servers TIMEOUT 1200
    ENVIRONMENT "${HOTLINE_TEST_ENVIRONMENT}")
endfunction()
