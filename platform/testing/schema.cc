#include "platform/testing/schema.h"

#include <stdexcept>

namespace hotline::testing {

ServiceDatabase::ServiceDatabase(const db::Schema& schema, int connections)
    : schema_(schema.name),
      database_(schema.name,
                [&schema](const std::string& conninfo) {
                  absl::Status status = db::Migrate(conninfo, {schema});
                  if (!status.ok()) throw std::runtime_error(std::string(status.message()));
                }),
      pool_(std::make_unique<db::Pool>(
          db::PoolOptions{.conninfo = database_.ConninfoFor("hotline_" + schema.name),
                          .search_path = schema.name,
                          .connections = connections})) {}

}  // namespace hotline::testing
