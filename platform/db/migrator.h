// Brings schemas up to date: forward only, each migration in one transaction, under an advisory
// lock so that any number of processes may start at once, with checksums so that a released
// migration is never edited.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "platform/db/sql.h"

namespace hotline::db {

struct Schema {
  std::string name;  // "workorder"; its role is "hotline_workorder".
  // Applied in order, each list with its own history: {{"events", …}, {"workorder", …}}.
  std::vector<std::pair<std::string, std::vector<Migration>>> sets;
};

// `conninfo` is of a role that may create schemas and roles. Creates each schema and its login role
// if missing; the role gets SELECT, INSERT, UPDATE, DELETE on the tables of its own schema and
// nothing elsewhere (migrations may revoke more: append-only tables). FAILED_PRECONDITION
// (MIGRATION_CHANGED) when an applied migration's text differs, (SCHEMA_TOO_NEW) when the database
// holds migrations this program does not know.
absl::Status Migrate(const std::string& conninfo, const std::vector<Schema>& schemas);

// The same check without changing anything: OK when all is applied. For readiness and for `serve`.
absl::Status CheckMigrated(const std::string& conninfo, const std::vector<Schema>& schemas);

}  // namespace hotline::db
