// Attachment ⇄ its message, which is also what commands keep as their reply.
#pragma once

#include "hotline/workorder/v1/attachment_service.pb.h"
#include "services/workorder/domain/attachment.h"

namespace hotline::workorder {

v1::Attachment ToProto(const Attachment& attachment);

}  // namespace hotline::workorder
