#include "services/workorder/commands/attachment_proto.h"

#include "platform/crypto/crypto.h"

namespace hotline::workorder {

v1::Attachment ToProto(const Attachment& attachment) {
  v1::Attachment proto;
  proto.set_id(attachment.id);
  proto.set_file_name(attachment.file_name);
  proto.set_content_type(attachment.content_type);
  proto.set_size(attachment.size);
  proto.set_sha256(crypto::Hex(attachment.sha256));
  proto.set_work_order_id(attachment.work_order_id);
  proto.set_uploaded_by_id(attachment.uploaded_by_id);
  proto.set_uploaded_by_name(attachment.uploaded_by_name);
  const timespec created = absl::ToTimespec(attachment.create_time);
  proto.mutable_create_time()->set_seconds(created.tv_sec);
  proto.mutable_create_time()->set_nanos(static_cast<int32_t>(created.tv_nsec));
  return proto;
}

}  // namespace hotline::workorder
