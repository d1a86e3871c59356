# Run as a script: writes OUT, a .cc with every message file as a string.
set(text "// Generated from gateway/messages by Embed.cmake.
#include \"gateway/errors/messages.h\"

namespace hotline::gateway {

std::string_view EmbeddedMessages(std::string_view language) {
")
foreach(file ${FILES})
  get_filename_component(language ${file} NAME_WE)
  file(READ ${file} body)
  string(APPEND text "  if (language == \"${language}\") return R\"messages(${body})messages\";\n")
endforeach()
string(APPEND text "  return {};\n}\n\n}  // namespace hotline::gateway\n")
file(WRITE ${OUT} "${text}")
