#include "services/workorder/api/attachment_service.h"

#include "services/workorder/commands/attachment_proto.h"
#include "services/workorder/commands/upload_attachment.h"
#include "services/workorder/domain/visibility.h"
#include "services/workorder/store/attachment_store.h"

namespace hotline::workorder {

absl::StatusOr<Attachment> FindVisibleAttachment(const AttachmentServiceParts& parts,
                                                 const Caller& caller, std::string_view id) {
  return parts.commands->pool()->Read<Attachment>([&](db::Tx& tx) -> absl::StatusOr<Attachment> {
    HOTLINE_ASSIGN_OR_RETURN(Attachment attachment, LoadAttachment(tx, id));
    bool visible = caller.kind == Caller::Kind::kService || attachment.uploaded_by_id == caller.id;
    if (!attachment.work_order_id.empty()) {
      HOTLINE_ASSIGN_OR_RETURN(const WorkOrder order,
                               parts.orders->Load(tx, attachment.work_order_id));
      visible = MaySee(order, caller);
    }
    if (!visible) return NotFound("ATTACHMENT_NOT_FOUND");
    return attachment;
  });
}

absl::StatusOr<v1::DownloadAttachmentReply> DownloadAttachment(
    const AttachmentServiceParts& parts, const rpc::Call& call,
    const v1::GetAttachmentRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const Attachment found,
                           FindVisibleAttachment(parts, call.caller, request.id()));
  HOTLINE_ASSIGN_OR_RETURN(std::string data, parts.files->Read(found.id, found.sha256));
  // Before the file is given away: what cannot be recorded is not read.
  HOTLINE_RETURN_IF_ERROR(parts.commands->pool()->Transact([&](db::Tx& tx) {
    LogDownload(tx, found, call.caller, call.now);
    return absl::OkStatus();
  }));
  v1::DownloadAttachmentReply reply;
  reply.set_data(std::move(data));
  reply.set_content_type(found.content_type);
  reply.set_file_name(found.file_name);
  return reply;
}

rpc::ServiceBinding BindAttachmentService(const AttachmentServiceParts& parts) {
  rpc::ServiceBinding binding("hotline.workorder.v1.AttachmentService");
  binding.Unary<v1::UploadAttachmentRequest, v1::Attachment>(
      "Upload", [parts](const rpc::Call& call, const v1::UploadAttachmentRequest& request) {
        return UploadAttachment(*parts.commands, *parts.files, call, request);
      });
  binding.Unary<v1::GetAttachmentRequest, v1::Attachment>(
      "Get",
      [parts](const rpc::Call& call,
              const v1::GetAttachmentRequest& request) -> absl::StatusOr<v1::Attachment> {
        HOTLINE_ASSIGN_OR_RETURN(const Attachment found,
                                 FindVisibleAttachment(parts, call.caller, request.id()));
        return ToProto(found);
      });
  binding.Unary<v1::GetAttachmentRequest, v1::DownloadAttachmentReply>(
      "Download", [parts](const rpc::Call& call, const v1::GetAttachmentRequest& request) {
        return DownloadAttachment(parts, call, request);
      });
  return binding;
}

}  // namespace hotline::workorder
