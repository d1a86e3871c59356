// The append-only history of a service's streams (one work order, one callback task) and its hash
// chain.
//
//   hash(n) = SHA-256( hash(n-1) | stream id | revision | occurred_at µs | type | actor id | actor
//   name | payload )
//
// each part preceded by its length (8 bytes, big endian); hash(0) is empty. Tables:
// platform/events/migrations.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "platform/db/pool.h"

namespace hotline::events {

struct Event {
  std::string stream_id;  // UUID.
  int64_t revision = 0;   // 1, 2, 3 …; unique within the stream, so a lost update cannot pass.
  std::string type;       // "work_order.dispatched"
  std::string actor_id;
  std::string actor_name;
  absl::Time occurred_at;
  std::string payload;  // JSON text, kept to the byte. No personal data in the clear.
};

// 32 bytes.
std::string ChainHash(std::string_view previous_hash, const Event& event);

// Inserts the event and its entry for the sequencer in the transaction of the change it tells of.
// Returns the new hash, which the caller keeps beside its row. A revision that exists already fails
// as DUPLICATE.
std::string Append(db::Tx& tx, std::string_view previous_hash, const Event& event);

// The same for many events, of any streams, with one statement. Whoever appends more than one event
// to a stream chains them: `hash` is ChainHash over the stream's hash before it.
struct ChainedEvent {
  Event event;
  std::string hash;
};
void AppendAll(db::Tx& tx, std::span<const ChainedEvent> events);

// The events of one stream, oldest first, up to `limit` after `after_revision`.
std::vector<Event> History(db::Tx& tx, std::string_view stream_id, int64_t after_revision,
                           int limit);

struct VerifyReport {
  int64_t streams = 0;
  int64_t events = 0;
  std::vector<std::string> broken;  // "<stream id> revision 7: hash differs"
};
// Recomputes every chain of the schema.
absl::StatusOr<VerifyReport> VerifyHistory(db::Pool& pool);

}  // namespace hotline::events
