# hotline_proto_library(NAME PROTOS...) compiles protos to messages and descriptors.
#
# No gRPC stubs are generated: servers and clients bind methods by descriptor (platform/rpc), which is
# what lets one place check access, rules and deadlines for every method.
set(HOTLINE_PROTO_ROOT ${CMAKE_SOURCE_DIR}/protos)
set(GOOGLEAPIS_ROOT /usr/share/gocode/src/github.com/gogo/googleapis
    CACHE PATH "Where google/api and google/rpc protos are (golang-github-gogo-googleapis-dev)")

function(hotline_proto_library name)
  set(out ${CMAKE_BINARY_DIR}/protos)
  file(MAKE_DIRECTORY ${out})
  foreach(proto ${ARGN})
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(root ${HOTLINE_PROTO_ROOT})
    if(NOT EXISTS ${root}/${proto})
      set(root ${GOOGLEAPIS_ROOT})
    endif()
    add_custom_command(
      OUTPUT ${out}/${stem}.pb.cc ${out}/${stem}.pb.h
      COMMAND protobuf::protoc --cpp_out=${out} -I${HOTLINE_PROTO_ROOT} -I${GOOGLEAPIS_ROOT} ${proto}
      DEPENDS ${root}/${proto}
      VERBATIM)
    list(APPEND sources ${out}/${stem}.pb.cc)
  endforeach()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf)
endfunction()
