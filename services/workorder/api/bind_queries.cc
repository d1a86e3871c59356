#include "services/workorder/api/bind_queries.h"

#include "services/workorder/queries/access_records.h"
#include "services/workorder/queries/queries.h"

namespace hotline::workorder {
namespace {

template <class Request, class Reply>
using Query = absl::StatusOr<Reply> (*)(const QueryContext&, const rpc::Call&, const Request&);

template <class Request, class Reply>
std::function<absl::StatusOr<Reply>(const rpc::Call&, const Request&)> With(
    const QueryContext* context, Query<Request, Reply> query) {
  return [context, query](const rpc::Call& call, const Request& request) {
    return query(*context, call, request);
  };
}

}  // namespace

void BindQueries(rpc::ServiceBinding& binding, const QueryContext* context,
                 rpc::ChangeSignal* changes) {
  binding.Unary("Get", With(context, GetOrder));
  binding.Unary("List", With(context, ListOrders));
  binding.Unary("Search", With(context, SearchOrders));
  binding.Unary("CheckDuplicates", With(context, CheckDuplicates));
  binding.Unary("ListEvents", With(context, ListOrderEvents));
  binding.Unary("CountByState", With(context, CountOrders));
  binding.Live("WatchCounts", changes, With(context, CountOrders));
  binding.Unary("QueryPublic", With(context, QueryPublicly));
  binding.Unary<v1::ListTypesRequest, v1::ListTypesReply>(
      "ListTypes", [](const rpc::Call&, const v1::ListTypesRequest&) { return ListOrderTypes(); });
}

rpc::ServiceBinding BindAuditService(const QueryContext* context) {
  rpc::ServiceBinding binding("hotline.workorder.v1.AuditService");
  binding.Unary("ListAccessRecords", With(context, ListAccessRecords));
  return binding;
}

}  // namespace hotline::workorder
