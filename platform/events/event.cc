#include "platform/events/event.h"

#include "platform/crypto/crypto.h"
#include "platform/events/sql.h"

namespace hotline::events {
namespace {

void AddPart(std::string& text, std::string_view part) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    text += static_cast<char>(static_cast<uint64_t>(part.size()) >> shift);
  }
  text += part;
}

ChainedEvent StoredEventOf(const pqxx::row& row) {
  return {{.stream_id = row["stream_id"].as<std::string>(),
           .revision = row["revision"].as<int64_t>(),
           .type = row["type"].as<std::string>(),
           .actor_id = row["actor_id"].as<std::string>(),
           .actor_name = row["actor_name"].as<std::string>(),
           .occurred_at = db::TimeOf(row["occurred_at"]),
           .payload = row["payload"].as<std::string>()},
          db::BytesOf(row["hash"])};
}

}  // namespace

std::string ChainHash(std::string_view previous_hash, const Event& event) {
  std::string text;
  AddPart(text, previous_hash);
  AddPart(text, event.stream_id);
  AddPart(text, std::to_string(event.revision));
  AddPart(text, std::to_string(absl::ToUnixMicros(event.occurred_at)));
  AddPart(text, event.type);
  AddPart(text, event.actor_id);
  AddPart(text, event.actor_name);
  AddPart(text, event.payload);
  return crypto::Sha256(text);
}

std::string Append(db::Tx& tx, std::string_view previous_hash, const Event& event) {
  std::string hash = ChainHash(previous_hash, event);
  tx.Exec(sql::kAppendEvent, event.stream_id, event.revision, event.type, event.actor_id,
          event.actor_name, event.occurred_at, event.payload, db::Bytes{hash});
  return hash;
}

void AppendAll(db::Tx& tx, std::span<const ChainedEvent> events) {
  if (events.empty()) return;
  db::Array streams, revisions, types, actor_ids, actor_names, times, payloads, hashes;
  for (const auto& [event, hash] : events) {
    streams.Add(event.stream_id);
    revisions.Add(event.revision);
    types.Add(event.type);
    actor_ids.Add(event.actor_id);
    actor_names.Add(event.actor_name);
    times.Add(event.occurred_at);
    payloads.Add(event.payload);
    hashes.Add(db::Bytes{hash});
  }
  tx.Exec(sql::kAppendEvents, streams.text(), revisions.text(), types.text(), actor_ids.text(),
          actor_names.text(), times.text(), payloads.text(), hashes.text());
}

std::vector<Event> History(db::Tx& tx, std::string_view stream_id, int64_t after_revision,
                           int limit) {
  std::vector<Event> events;
  for (const auto& row : tx.Exec(sql::kReadHistory, stream_id, after_revision, limit)) {
    events.push_back(StoredEventOf(row).event);
  }
  return events;
}

absl::StatusOr<VerifyReport> VerifyHistory(db::Pool& pool) {
  constexpr int kBatch = 5000;
  VerifyReport report;
  Event last{.stream_id = "00000000-0000-0000-0000-000000000000"};
  std::string last_hash;
  for (bool more = true; more;) {
    auto rows = pool.Read<pqxx::result>([&](db::Tx& tx) -> absl::StatusOr<pqxx::result> {
      return tx.Exec(sql::kScanHistory, last.stream_id, last.revision, kBatch);
    });
    if (!rows.ok()) return rows.status();
    more = rows->size() == kBatch;
    for (const auto& row : *rows) {
      ChainedEvent stored = StoredEventOf(row);
      const bool first = stored.event.stream_id != last.stream_id;
      const std::string where =
          stored.event.stream_id + " revision " + std::to_string(stored.event.revision);
      if (first) ++report.streams;
      if (stored.event.revision != (first ? 1 : last.revision + 1))
        report.broken.push_back(where + ": revision missing");
      if (ChainHash(first ? "" : last_hash, stored.event) != stored.hash)
        report.broken.push_back(where + ": hash differs");
      ++report.events;
      last = std::move(stored.event);
      last_hash = std::move(stored.hash);
    }
  }
  return report;
}

}  // namespace hotline::events
