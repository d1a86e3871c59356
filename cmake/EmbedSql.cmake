# Run as a script by hotline_embed_sql(); writes OUT/sql.h and OUT/sql.cc.
cmake_minimum_required(VERSION 3.25)
set(declarations "")
set(definitions "")
set(table "")

foreach(file ${QUERIES})
  file(READ ${file} text)
  # CMake lists break on ; and [ ]: hide them while splitting.
  string(REPLACE ";" "\\u003b" text "${text}")
  string(REPLACE "[" "\\u005b" text "${text}")
  string(REPLACE "]" "\\u005d" text "${text}")
  string(REGEX REPLACE "(^|\n)-- name: " "\\1;" parts "${text}")
  list(REMOVE_AT parts 0)
  foreach(part ${parts})
    string(FIND "${part}" "\n" eol)
    string(SUBSTRING "${part}" 0 ${eol} name)
    string(SUBSTRING "${part}" ${eol} -1 body)
    string(STRIP "${name}" name)
    string(STRIP "${body}" body)
    string(REGEX REPLACE "\\\\u003b$" "" body "${body}")
    string(REPLACE "\\u003b" ";" body "${body}")
    string(REPLACE "\\u005b" "[" body "${body}")
    string(REPLACE "\\u005d" "]" body "${body}")
    set(constant "k")
    string(REPLACE "_" ";" words "${name}")
    foreach(word ${words})
      string(SUBSTRING ${word} 0 1 first)
      string(SUBSTRING ${word} 1 -1 rest)
      string(TOUPPER ${first} first)
      string(APPEND constant "${first}${rest}")
    endforeach()
    string(APPEND declarations "inline constexpr hotline::db::Sql ${constant}{\"${name}\", R\"sql(${body})sql\"};\n")
    string(APPEND table "    ${constant},\n")
  endforeach()
endforeach()

foreach(file ${MIGRATIONS})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} body)
  string(APPEND definitions "      {\"${name}\", R\"sql(${body})sql\"},\n")
endforeach()

file(WRITE ${OUT}/sql.h.new "// Generated from .sql files by cmake/EmbedSql.cmake.
#pragma once

#include <vector>

#include \"platform/db/sql.h\"

namespace ${NAMESPACE}::sql {

${declarations}
// Every named statement above; a test prepares each against the migrated schema.
std::vector<hotline::db::Sql> Statements();

// Forward-only migrations in order of name.
std::vector<hotline::db::Migration> Migrations();

}  // namespace ${NAMESPACE}::sql
")
file(WRITE ${OUT}/sql.cc "// Generated from .sql files by cmake/EmbedSql.cmake.
#include \"${INCLUDE}\"

namespace ${NAMESPACE}::sql {

std::vector<hotline::db::Sql> Statements() {
  return {
${table}  };
}

std::vector<hotline::db::Migration> Migrations() {
  return {
${definitions}  };
}

}  // namespace ${NAMESPACE}::sql
")
file(COPY_FILE ${OUT}/sql.h.new ${OUT}/sql.h ONLY_IF_DIFFERENT)
file(TOUCH ${OUT}/sql.h)
