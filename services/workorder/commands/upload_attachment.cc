#include "services/workorder/commands/upload_attachment.h"

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/events/event.h"
#include "services/workorder/commands/attachment_proto.h"
#include "services/workorder/domain/file_type.h"
#include "services/workorder/store/attachment_store.h"

namespace hotline::workorder {
namespace {

absl::StatusOr<Attachment> Judge(const rpc::Call& call,
                                 const v1::UploadAttachmentRequest& request) {
  const std::string& data = request.data();
  if (data.empty()) return Invalid("ATTACHMENT_EMPTY");
  if (data.size() > kMaxAttachmentBytes) {
    return Invalid("ATTACHMENT_TOO_LARGE", {{"limit", std::to_string(kMaxAttachmentBytes >> 20)}});
  }
  const FileType type = DetectFileType(data);
  if (!type || !DeclaredTypeAgrees(request.content_type(), type)) {
    return Invalid("ATTACHMENT_TYPE", {{"detected", std::string(type.content_type)}});
  }
  return Attachment{.id = crypto::NewUuid(call.now),
                    .court_id = call.caller.court_id,
                    .court_path = call.caller.court_path,
                    .work_order_id = "",
                    .file_name = CleanFileName(request.file_name(), type),
                    .content_type = std::string(type.content_type),
                    .size = static_cast<int64_t>(data.size()),
                    .sha256 = crypto::Sha256(data),
                    .uploaded_by_id = call.caller.id,
                    .uploaded_by_name = call.caller.name,
                    .create_time = call.now};
}

// Without the file's name, which may be a person's.
events::Event UploadedEvent(const Attachment& attachment) {
  const nlohmann::json payload = {{"contentType", attachment.content_type},
                                  {"size", attachment.size},
                                  {"sha256", crypto::Hex(attachment.sha256)}};
  return {.stream_id = attachment.id,
          .revision = 1,
          .type = "attachment.uploaded",
          .actor_id = attachment.uploaded_by_id,
          .actor_name = attachment.uploaded_by_name,
          .occurred_at = attachment.create_time,
          .payload = payload.dump()};
}

}  // namespace

absl::StatusOr<v1::Attachment> UploadAttachment(events::Commands& commands,
                                                const AttachmentFiles& files, const rpc::Call& call,
                                                const v1::UploadAttachmentRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const Attachment attachment, Judge(call, request));
  bool written =
      false;  // Once, however often the transaction is repeated; never for a repeated request.
  const auto body = [&](db::Tx& tx) -> absl::StatusOr<v1::Attachment> {
    if (!written) HOTLINE_RETURN_IF_ERROR(files.Write(attachment.id, request.data()));
    written = true;
    InsertAttachment(tx, attachment, events::Append(tx, "", UploadedEvent(attachment)));
    return ToProto(attachment);
  };
  absl::StatusOr<v1::Attachment> reply = commands.Run<v1::Attachment>(call, request, body);
  if (!written || ReasonOf(reply.status()) == "OUTCOME_UNKNOWN")
    return reply;  // The sweeper will know.

  const bool kept = reply.ok() && reply->id() == attachment.id;
  // Failures are logged where they happen; the sweeper tries again.
  (kept ? files.Settle(attachment.id) : files.Remove(attachment.id)).IgnoreError();
  return reply;
}

}  // namespace hotline::workorder
