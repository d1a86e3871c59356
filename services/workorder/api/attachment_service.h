// AttachmentService: files of work orders.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/attachment_service.pb.h"
#include "platform/base/caller.h"
#include "platform/events/command.h"
#include "platform/rpc/server.h"
#include "services/workorder/domain/attachment.h"
#include "services/workorder/store/attachment_files.h"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {

// All pointers outlive the binding.
struct AttachmentServiceParts {
  events::Commands* commands = nullptr;
  const AttachmentFiles* files = nullptr;
  const WorkOrderStore* orders = nullptr;
};

rpc::ServiceBinding BindAttachmentService(const AttachmentServiceParts& parts);

// A file is the uploader's alone until it is attached, then of whoever may see its order. NOT_FOUND
// (ATTACHMENT_NOT_FOUND).
absl::StatusOr<Attachment> FindVisibleAttachment(const AttachmentServiceParts& parts,
                                                 const Caller& caller, std::string_view id);

// The file itself. Leaves a row in `download_log`; without it, nothing is given.
absl::StatusOr<v1::DownloadAttachmentReply> DownloadAttachment(
    const AttachmentServiceParts& parts, const rpc::Call& call,
    const v1::GetAttachmentRequest& request);

}  // namespace hotline::workorder
