// One row to be: what one rule makes of one event for one recipient.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "services/notification/domain/rule.h"

namespace hotline::notification {

enum class RecipientKind { kUser, kDepartment };
std::string_view NameOf(RecipientKind kind);

struct Recipient {
  RecipientKind kind;
  std::string id;
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

}  // namespace hotline::notification
