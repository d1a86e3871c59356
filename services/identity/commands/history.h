// The event that every command appends to the stream of what it changed.
#pragma once

#include <string_view>

#include "nlohmann/json.hpp"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

// Appends in the caller's transaction and moves `head`, which the caller stores with its row. The
// payload names ids and codes only: no names, telephones or secrets.
void Record(db::Tx& tx, const rpc::Call& call, std::string_view stream_id, StreamHead& head,
            std::string_view type, const nlohmann::json& payload = nlohmann::json::object());

// OK when no etag was given. ABORTED (ETAG_MISMATCH).
absl::Status CheckEtag(const std::string& etag, int64_t revision);

}  // namespace hotline::identity
