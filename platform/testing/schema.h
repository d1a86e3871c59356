// The migrated database of one service for a test, with a pool connected as the service's own role.
#pragma once

#include <memory>

#include "platform/db/migrator.h"
#include "platform/db/pool.h"
#include "platform/testing/database.h"

namespace hotline::testing {

class ServiceDatabase {
 public:
  explicit ServiceDatabase(const db::Schema& schema, int connections = 8);

  db::Pool& pool() { return *pool_; }
  std::string Conninfo() const { return database_.Conninfo(); }
  std::string ServiceConninfo() const { return database_.ConninfoFor("hotline_" + schema_); }

 private:
  std::string schema_;
  TestDatabase database_;
  std::unique_ptr<db::Pool> pool_;
};

}  // namespace hotline::testing
