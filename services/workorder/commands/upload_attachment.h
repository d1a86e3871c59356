// Upload: the file is written first and its row committed after, so that a row never lacks its
// file.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/attachment_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/call.h"
#include "services/workorder/store/attachment_files.h"

namespace hotline::workorder {

// Refuses with INVALID_ARGUMENT: ATTACHMENT_EMPTY, ATTACHMENT_TOO_LARGE, ATTACHMENT_TYPE; and as
// AttachmentFiles::Write does.
absl::StatusOr<v1::Attachment> UploadAttachment(events::Commands& commands,
                                                const AttachmentFiles& files, const rpc::Call& call,
                                                const v1::UploadAttachmentRequest& request);

}  // namespace hotline::workorder
