// Rows of `attachment`. All functions run in the caller's transaction and throw what libpqxx
// throws.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/base/caller.h"
#include "platform/db/pool.h"
#include "services/workorder/domain/attachment.h"

namespace hotline::workorder {

void InsertAttachment(db::Tx& tx, const Attachment& attachment, std::string_view history_hash);

// NOT_FOUND (ATTACHMENT_NOT_FOUND).
absl::StatusOr<Attachment> LoadAttachment(db::Tx& tx, std::string_view id);

void LogDownload(db::Tx& tx, const Attachment& attachment, const Caller& caller, absl::Time now);

// Attaches files that `uploader_id` uploaded within the last day and that belong to no order yet;
// for commands that take attachmentIds. NOT_FOUND (ATTACHMENT_NOT_FOUND), and nothing may then be
// committed, when one of them is not such a file.
absl::Status AttachToWorkOrder(db::Tx& tx, const std::vector<std::string>& ids,
                               std::string_view work_order_id, std::string_view uploader_id,
                               absl::Time now);

}  // namespace hotline::workorder
