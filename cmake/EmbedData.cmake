# Embeds data files into the binary, so that one file is the whole installation.
#
# hotline_embed_data(TARGET NAMESPACE DIR) turns DIR/data/NAME.json into NAMESPACE::data::kName, a std::string_view
# declared in "<DIR relative to the source root>/data.h".
function(hotline_embed_data target namespace dir)
  file(GLOB files CONFIGURE_DEPENDS ${dir}/data/*.json)
  if(NOT files)
    return()
  endif()
  file(RELATIVE_PATH relative ${CMAKE_SOURCE_DIR} ${dir})
  set(out ${CMAKE_BINARY_DIR}/data/${relative}/data.h)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} -DOUT=${out} "-DFILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedDataScript.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/EmbedDataScript.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/data)
endfunction()
