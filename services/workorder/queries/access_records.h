// What auditors read: the logs of searches, contacts and downloads as one list.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/audit_service.pb.h"
#include "platform/rpc/call.h"
#include "services/workorder/queries/context.h"

namespace hotline::workorder {

// Of the caller's courts, without orders that complain about the caller. INVALID_PAGE_TOKEN.
absl::StatusOr<v1::ListAccessRecordsReply> ListAccessRecords(
    const QueryContext& context, const rpc::Call& call,
    const v1::ListAccessRecordsRequest& request);

}  // namespace hotline::workorder
