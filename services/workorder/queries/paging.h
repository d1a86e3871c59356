// Pages of orders, shared by list and search.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/rpc/call.h"
#include "services/workorder/queries/context.h"
#include "services/workorder/queries/selection.h"

namespace hotline::workorder {

struct Paging {
  std::string query;  // Filter, order and caller: what a token is bound to.
  Order order;
  int size = 0;  // 0: 50.
  std::string token;
};

// The request without its page fields, and who asks from where.
std::string QueryTextOf(const google::protobuf::Message& request, const Caller& caller);

absl::StatusOr<std::vector<After>> ReadPosition(const QueryContext& context, const Paging& paging);

absl::StatusOr<v1::ListReply> ReadPage(const QueryContext& context, db::Tx& tx,
                                       const rpc::Call& call, const Paging& paging,
                                       const std::vector<After>& after, Selection selection);

}  // namespace hotline::workorder
