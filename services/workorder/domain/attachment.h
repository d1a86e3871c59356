// A file of a work order (附件) as a value.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace hotline::workorder {

inline constexpr size_t kMaxAttachmentBytes = 20 << 20;
// A file that is not attached to an order by then is removed, and can no longer be attached.
inline constexpr absl::Duration kOrphanLifetime = absl::Hours(24);

struct Attachment {
  std::string id;
  std::string court_id;
  std::string court_path;
  std::string work_order_id;  // Empty until attached.
  std::string file_name;
  std::string content_type;
  int64_t size = 0;
  std::string sha256;  // 32 bytes.
  std::string uploaded_by_id;
  std::string uploaded_by_name;
  absl::Time create_time;
};

}  // namespace hotline::workorder
