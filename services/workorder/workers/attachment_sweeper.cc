#include "services/workorder/workers/attachment_sweeper.h"

#include <charconv>
#include <optional>

#include "platform/base/status.h"
#include "platform/events/event.h"
#include "services/workorder/domain/attachment.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {
namespace {

constexpr absl::Duration kInterval = absl::Minutes(10);
// No upload takes longer than this from its first byte to its commit.
constexpr absl::Duration kLongestUpload = absl::Minutes(10);
constexpr int kBatch = 100;

// When the id was made: the first 48 bits of a UUID version 7 are milliseconds. Empty for another
// name.
std::optional<absl::Time> TimeOfId(std::string_view id) {
  if (id.size() != 36) return std::nullopt;
  const std::string digits = std::string(id.substr(0, 8)) + std::string(id.substr(9, 4));
  int64_t ms = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ms, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return absl::FromUnixMillis(ms);
}

}  // namespace

absl::StatusOr<absl::Time> AttachmentSweeper::Tick(absl::Time now) {
  HOTLINE_RETURN_IF_ERROR(SettleIncoming(now));
  HOTLINE_ASSIGN_OR_RETURN(const bool more, RemoveOrphans(now));
  return more ? now : now + kInterval;
}

absl::StatusOr<bool> AttachmentSweeper::RemoveOrphans(absl::Time now) {
  return pool_->Transact<bool>([&](db::Tx& tx) -> absl::StatusOr<bool> {
    const pqxx::result rows = tx.Exec(sql::kLockOrphanAttachments, now - kOrphanLifetime, kBatch);
    for (const auto& row : rows) {
      const auto id = row["id"].as<std::string>();
      // The file first: should the commit fail, the row is still there to be swept again, and can
      // no longer be attached.
      HOTLINE_RETURN_IF_ERROR(files_->Remove(id));
      events::Append(tx, db::BytesOf(row["history_hash"]),
                     {.stream_id = id,
                      .revision = 2,
                      .type = "attachment.removed",
                      .actor_id = "workorder",
                      .actor_name = "系统",
                      .occurred_at = now,
                      .payload = R"({"reason":"NOT_ATTACHED"})"});
      tx.Exec(sql::kDeleteAttachment, id);
    }
    return rows.size() == static_cast<size_t>(kBatch);
  });
}

absl::Status AttachmentSweeper::SettleIncoming(absl::Time now) {
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<std::string> ids, files_->Incoming());
  for (const std::string& id : ids) {
    const std::optional<absl::Time> made = TimeOfId(id);
    if (!made || *made > now - kLongestUpload) continue;
    HOTLINE_ASSIGN_OR_RETURN(const bool kept,
                             pool_->Read<bool>([&](db::Tx& tx) -> absl::StatusOr<bool> {
                               return !tx.Exec(sql::kAttachmentExists, id).empty();
                             }));
    HOTLINE_RETURN_IF_ERROR(kept ? files_->Settle(id) : files_->Remove(id));
  }
  return absl::OkStatus();
}

}  // namespace hotline::workorder
