# Run as a script by hotline_embed_data(); writes OUT.
set(constants "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME_WE)
  set(constant "k")
  string(REPLACE "_" ";" words "${name}")
  foreach(word ${words})
    string(SUBSTRING ${word} 0 1 first)
    string(SUBSTRING ${word} 1 -1 rest)
    string(TOUPPER ${first} first)
    string(APPEND constant "${first}${rest}")
  endforeach()
  file(READ ${file} text)
  string(APPEND constants "inline constexpr std::string_view ${constant} = R\"data(${text})data\";\n")
endforeach()
file(WRITE ${OUT} "// Generated from data files by cmake/EmbedDataScript.cmake.
#pragma once

#include <string_view>

namespace ${NAMESPACE}::data {

${constants}
}  // namespace ${NAMESPACE}::data
")
