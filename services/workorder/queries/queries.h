// Every read of the work order service. What the caller may not see is not there: NOT_FOUND
// (WORK_ORDER_NOT_FOUND), or simply not in the list. Personal data is masked everywhere here; only
// the reveal command shows it.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/rpc/call.h"
#include "services/workorder/domain/work_order.h"
#include "services/workorder/queries/context.h"

namespace hotline::workorder {

// get.cc
absl::StatusOr<v1::WorkOrder> GetOrder(const QueryContext&, const rpc::Call&,
                                       const v1::GetRequest&);
absl::StatusOr<v1::ListEventsReply> ListOrderEvents(const QueryContext&, const rpc::Call&,
                                                    const v1::ListEventsRequest&);
v1::ListTypesReply ListOrderTypes();

// list.cc. TYPE_UNKNOWN; INVALID_INPUT for an unknown order_by; INVALID_PAGE_TOKEN.
absl::StatusOr<v1::ListReply> ListOrders(const QueryContext&, const rpc::Call&,
                                         const v1::ListRequest&);
// search.cc. Newest first; every search is recorded in search_log. INVALID_INPUT without a number
// to look for.
absl::StatusOr<v1::ListReply> SearchOrders(const QueryContext&, const rpc::Call&,
                                           const v1::SearchRequest&);
// count.cc. Open states only, those without orders included.
absl::StatusOr<v1::CountByStateReply> CountOrders(const QueryContext&, const rpc::Call&,
                                                  const v1::CountByStateRequest&);

// duplicates.cc. Open orders of the last 90 days that the caller may see, the likeliest first, at
// most ten: those of the same telephone, ID number or case, and, among the caller's court's latest
// hundred, those that say the same.
absl::StatusOr<std::vector<v1::Duplicate>> FindDuplicates(const QueryContext&, const rpc::Call&,
                                                          const WorkOrder& draft);
absl::StatusOr<v1::CheckDuplicatesReply> CheckDuplicates(const QueryContext&, const rpc::Call&,
                                                         const v1::CheckDuplicatesRequest&);

// public_query.cc. NOT_FOUND (QUERY_NOT_MATCHED) for a wrong number and a wrong code alike;
// RESOURCE_EXHAUSTED (QUERY_LOCKED {minutes}) after five failures for one number, for 15 minutes at
// first and twice as long each further time.
absl::StatusOr<v1::QueryPublicReply> QueryPublicly(const QueryContext&, const rpc::Call&,
                                                   const v1::QueryPublicRequest&);

}  // namespace hotline::workorder
