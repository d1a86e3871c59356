// Events become notices and deliveries: for each event, each rule that it meets, each recipient of
// that rule, one row; and one for each webhook endpoint that is told of such events. What is asked
// of other services is asked while pulling, outside the transaction; a whole pull is then applied
// with one statement a table.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "hotline/events/v1/events.pb.h"
#include "platform/db/pool.h"
#include "services/notification/commands/orders.h"
#include "services/notification/domain/directory.h"
#include "services/notification/domain/rule.h"
#include "services/notification/domain/telling.h"

namespace hotline::notification {

// One feed. Pull and Apply are called in turn by one consumer; not thread-safe.
class Follower {
 public:
  using Source = std::function<absl::StatusOr<events::v1::PullEventsResponse>(
      const events::v1::PullEventsRequest&)>;
  // `channels` are on; what would go by another is dropped as it is written, and can be replayed.
  Follower(db::Pool* pool, Directory* directory, Orders* orders, std::set<ChannelKind> channels,
           Source source)
      : pool_(pool),
        directory_(directory),
        orders_(orders),
        channels_(std::move(channels)),
        source_(std::move(source)) {}

  // Fetches events and prepares what they tell. Fails as a whole when somebody cannot be asked.
  absl::StatusOr<events::v1::PullEventsResponse> Pull(const events::v1::PullEventsRequest& request);
  absl::Status Apply(db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                     absl::Time now);

 private:
  // Who may be told: as it was when the events were pulled.
  struct Audiences {
    std::vector<Rule> rules;
    std::vector<WebhookEndpoint> endpoints;
  };
  struct Prepared {
    std::vector<Telling> tellings;
    std::vector<Delivery> deliveries;
    bool Empty() const { return tellings.empty() && deliveries.empty(); }
  };
  absl::Status Prepare(const Audiences& audiences, const events::v1::Event& event);
  absl::StatusOr<std::vector<Recipient>> RecipientsOf(const Rule& rule, const Fact& fact);
  // Takes out users whom the order complains about by name, and keeps departments' notices from
  // them.
  absl::Status KeepFromNamed(const Fact& fact, std::vector<Recipient>& recipients);
  // Ids of those whom the order complains about; `names` by id.
  absl::StatusOr<std::set<std::string>> NamedAmong(const std::string& order_id,
                                                   const std::map<std::string, std::string>& names);

  db::Pool* pool_;
  Directory* directory_;
  Orders* orders_;
  std::set<ChannelKind> channels_;
  Source source_;
  std::map<int64_t, Prepared> prepared_;  // By position in the feed.
};

}  // namespace hotline::notification
