// One row to be: what one rule makes of one event for one recipient.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/notification/domain/delivery.h"
#include "services/notification/domain/rule.h"
#include "services/notification/domain/webhook.h"

namespace hotline::notification {

enum class RecipientKind { kUser, kDepartment, kRequester };
std::string_view NameOf(RecipientKind kind);

struct Recipient {
  RecipientKind kind;
  std::string id;  // Of the user, the department, or the requester's order.
  std::vector<std::string> kept_from = {};  // Members of the department who do not see it.
  bool operator==(const Recipient&) const = default;
};

struct Telling {
  std::string stream_id;
  int64_t revision = 0;
  std::string event_type;
  absl::Time event_time;
  std::string order_id;
  std::string order_number;
  std::string rule_id;
  int64_t rule_version = 0;
  Recipient recipient;
  bool important = false;
  std::string title;
  std::string body;
};

// What a rule's template says of the event. All but the recipient.
Telling Tell(const Rule& rule, const Fact& fact);

// The same for a channel that leads outside, to one recipient; without its id.
Delivery Post(const Rule& rule, const Fact& fact, const Recipient& recipient);
// An event for an endpoint: what it is about, nothing more.
Delivery PostTo(const WebhookEndpoint& endpoint, const Fact& fact);

}  // namespace hotline::notification
