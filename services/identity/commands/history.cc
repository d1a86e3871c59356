#include "services/identity/commands/history.h"

#include "platform/base/status.h"
#include "platform/events/event.h"

namespace hotline::identity {

void Record(db::Tx& tx, const rpc::Call& call, std::string_view stream_id, StreamHead& head,
            std::string_view type, const nlohmann::json& payload) {
  ++head.revision;
  head.hash = events::Append(tx, head.hash,
                             {.stream_id = std::string(stream_id),
                              .revision = head.revision,
                              .type = std::string(type),
                              .actor_id = call.caller.id,
                              .actor_name = call.caller.name,
                              .occurred_at = call.now,
                              .payload = payload.dump()});
}

absl::Status CheckEtag(const std::string& etag, int64_t revision) {
  if (etag.empty() || etag == std::to_string(revision)) return absl::OkStatus();
  return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
}

}  // namespace hotline::identity
