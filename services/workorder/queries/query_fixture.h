// ServiceFixture with what queries work with. Only for tests.
#pragma once

#include "services/workorder/queries/queries.h"
#include "services/workorder/service_fixture.h"

namespace hotline::workorder {

struct QueryFixture : ServiceFixture {
  rpc::PageTokens tokens{TestKeys().token_key};
  QueryContext context{&pool, &cipher, &store, &tokens};

  int64_t Rows(const std::string& from) {
    return pool
        .Read<int64_t>([&](db::Tx& tx) -> absl::StatusOr<int64_t> {
          return tx.ExecText("SELECT count(*) FROM " + from)[0][0].as<int64_t>();
        })
        .value();
  }
};

}  // namespace hotline::workorder
