// ServiceFixture with what queries work with. Only for tests.
#pragma once

#include "services/workorder/queries/queries.h"
#include "services/workorder/service_fixture.h"

namespace hotline::workorder {

struct QueryFixture : ServiceFixture {
  rpc::PageTokens tokens{TestKeys().token_key};
  QueryContext context{&pool, &cipher, &store, &tokens};
};

}  // namespace hotline::workorder
