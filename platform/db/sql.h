// What cmake/EmbedSql.cmake makes of .sql files.
#pragma once

namespace hotline::db {

// A named statement. `name` is unique within its service's connections.
struct Sql {
  const char* name;
  const char* text;
};

// One forward-only step of a schema, "0001_orders". Never changed after release: checksums are
// kept.
struct Migration {
  const char* name;
  const char* text;
};

}  // namespace hotline::db
