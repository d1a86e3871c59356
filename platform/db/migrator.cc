#include "platform/db/migrator.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/observe/log.h"
#include "pqxx/pqxx"

namespace hotline::db {
namespace {

// Any number, the same for all our processes.
constexpr int64_t kMigrationLock = 0x12368;

using Applied =
    std::map<std::pair<std::string, std::string>, std::string>;  // (set, name) → checksum

std::string ChecksumOf(const Migration& migration) {
  return crypto::Hex(crypto::Sha256(migration.text)).substr(0, 32);
}

bool HasHistory(pqxx::transaction_base& tx, const std::string& schema) {
  return !tx.exec("SELECT to_regclass(" + tx.quote(schema + ".schema_history") + ")")[0][0]
              .is_null();
}

Applied ReadHistory(pqxx::transaction_base& tx, const Schema& schema) {
  Applied applied;
  if (!HasHistory(tx, schema.name)) return applied;
  for (const auto& row : tx.exec("SELECT set_name, name, checksum FROM " +
                                 tx.quote_name(schema.name) + ".schema_history")) {
    applied[{row[0].as<std::string>(), row[1].as<std::string>()}] = row[2].as<std::string>();
  }
  return applied;
}

// Refuses edited and unknown migrations.
absl::Status Compare(const Schema& schema, const Applied& applied) {
  std::set<std::pair<std::string, std::string>> known;
  for (const auto& [set, migrations] : schema.sets) {
    for (const Migration& migration : migrations) {
      known.insert({set, migration.name});
      auto it = applied.find({set, migration.name});
      if (it != applied.end() && it->second != ChecksumOf(migration)) {
        return Precondition("MIGRATION_CHANGED",
                            {{"schema", schema.name}, {"migration", migration.name}});
      }
    }
  }
  for (const auto& [key, checksum] : applied) {
    if (!known.contains(key)) {
      return Precondition("SCHEMA_TOO_NEW", {{"schema", schema.name}, {"migration", key.second}});
    }
  }
  return absl::OkStatus();
}

// Roles are shared by all databases of a cluster, so another migrator may be making the same one
// now.
void CreateRole(pqxx::connection& connection, const std::string& role) {
  pqxx::nontransaction tx(connection);
  if (!tx.exec("SELECT 1 FROM pg_roles WHERE rolname = " + tx.quote(role)).empty()) return;
  try {
    tx.exec("CREATE ROLE " + tx.quote_name(role) + " LOGIN");
  } catch (const pqxx::sql_error& error) {
    const bool made_meanwhile = error.sqlstate() == "42710" || error.sqlstate() == "23505";
    if (!made_meanwhile) throw;
  }
}

void CreateSchema(pqxx::connection& connection, const Schema& schema, const std::string& role) {
  pqxx::work tx(connection);
  const std::string name = tx.quote_name(schema.name);
  tx.exec("CREATE SCHEMA IF NOT EXISTS " + name);
  tx.exec("CREATE TABLE IF NOT EXISTS " + name +
          ".schema_history (set_name text NOT NULL, name text NOT NULL, checksum text NOT NULL, "
          "PRIMARY KEY (set_name, name))");
  tx.exec("GRANT USAGE ON SCHEMA " + name + " TO " + tx.quote_name(role));
  tx.exec("GRANT SELECT ON " + name + ".schema_history TO " + tx.quote_name(role));
  tx.exec("ALTER DEFAULT PRIVILEGES IN SCHEMA " + name +
          " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + tx.quote_name(role));
  tx.exec("ALTER DEFAULT PRIVILEGES IN SCHEMA " + name + " GRANT USAGE, SELECT ON SEQUENCES TO " +
          tx.quote_name(role));
  tx.commit();
}

void Apply(pqxx::connection& connection, const Schema& schema, const std::string& set,
           const Migration& migration) {
  pqxx::work tx(connection);
  tx.exec("SET LOCAL search_path = " + tx.quote_name(schema.name));
  tx.exec(migration.text);
  tx.exec("INSERT INTO " + tx.quote_name(schema.name) +
          ".schema_history (set_name, name, checksum) VALUES (" + tx.quote(set) + ", " +
          tx.quote(migration.name) + ", " + tx.quote(ChecksumOf(migration)) + ")");
  tx.commit();
  observe::Log(observe::Level::kInfo, "db.migrated",
               {{"schema", schema.name}, {"migration", migration.name}});
}

absl::Status MigrateSchema(pqxx::connection& connection, const Schema& schema) {
  const std::string role = "hotline_" + schema.name;
  CreateRole(connection, role);
  CreateSchema(connection, schema, role);
  Applied applied;
  {
    pqxx::work tx(connection);
    applied = ReadHistory(tx, schema);
  }
  HOTLINE_RETURN_IF_ERROR(Compare(schema, applied));
  for (const auto& [set, migrations] : schema.sets) {
    for (const Migration& migration : migrations) {
      if (!applied.contains({set, migration.name})) Apply(connection, schema, set, migration);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(const std::string& conninfo, const std::vector<Schema>& schemas) {
  try {
    pqxx::connection connection(
        conninfo + " options='-c client_min_messages=warning' application_name=hotline-migrate");
    {
      pqxx::nontransaction tx(connection);
      tx.exec("SELECT pg_advisory_lock(" + std::to_string(kMigrationLock) +
              ")");  // Until disconnect.
      tx.exec("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    }
    for (const Schema& schema : schemas) HOTLINE_RETURN_IF_ERROR(MigrateSchema(connection, schema));
    return absl::OkStatus();
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(absl::StrCat("database: ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("migration: ", error.what()));
  }
}

absl::Status CheckMigrated(const std::string& conninfo, const std::vector<Schema>& schemas) {
  try {
    pqxx::connection connection(conninfo);
    pqxx::read_transaction tx(connection);
    for (const Schema& schema : schemas) {
      const Applied applied = ReadHistory(tx, schema);
      HOTLINE_RETURN_IF_ERROR(Compare(schema, applied));
      for (const auto& [set, migrations] : schema.sets) {
        for (const Migration& migration : migrations) {
          if (!applied.contains({set, migration.name})) {
            return Precondition("MIGRATION_MISSING",
                                {{"schema", schema.name}, {"migration", migration.name}});
          }
        }
      }
    }
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return absl::UnavailableError(absl::StrCat("database: ", error.what()));
  }
}

}  // namespace hotline::db
