# Embeds SQL into the binary, so that one file is the whole installation.
#
# hotline_embed_sql(TARGET NAMESPACE DIR) turns
#   DIR/store/*.sql        ("-- name: insert_order" opens a statement)  into  sql::kInsertOrder
#   DIR/migrations/*.sql   (forward only, in order of name)             into  sql::Migrations()
# declared in "<DIR relative to the source root>/sql.h".
function(hotline_embed_sql target namespace dir)
  file(RELATIVE_PATH relative ${CMAKE_SOURCE_DIR} ${dir})
  set(out ${CMAKE_BINARY_DIR}/sql/${relative})
  file(GLOB queries CONFIGURE_DEPENDS ${dir}/store/*.sql ${dir}/sql/*.sql)
  file(GLOB migrations CONFIGURE_DEPENDS ${dir}/migrations/*.sql)
  add_custom_command(
    OUTPUT ${out}/sql.h ${out}/sql.cc
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} -DOUT=${out} -DINCLUDE=${relative}/sql.h
            "-DQUERIES=${queries}" "-DMIGRATIONS=${migrations}" -P ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake
    DEPENDS ${queries} ${migrations} ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out}/sql.cc ${out}/sql.h)
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/sql)
endfunction()
