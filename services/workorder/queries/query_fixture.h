// ServiceFixture with what queries work with. Only for tests.
#pragma once

#include "services/workorder/queries/queries.h"
#include "services/workorder/service_fixture.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {

struct QueryFixture : ServiceFixture {
  rpc::PageTokens tokens{TestKeys().token_key};
  db::CombinedRead orders{&pool, sql::kLoadWorkOrder, sql::kReadWorkOrders};
  TextCache texts;
  QueryContext context{&pool, &orders, &texts, &cipher, &store, &tokens};
};

}  // namespace hotline::workorder
