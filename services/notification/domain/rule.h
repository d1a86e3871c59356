// Who is told what, as data: an event that meets a rule's conditions tells the rule's audience, in
// the words of its template.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

// The numbers of the proto enums.
enum class Audience {
  kHandler = 1,
  kDepartment = 2,
  kCoDepartments = 3,
  kDepartmentHead = 4,
  kDispatchers = 5,
  kSupervisors = 6,
  kRequester = 7,
};

std::string_view NameOf(Audience audience);
// Throws std::invalid_argument for a name that is none: only data that was checked comes here.
Audience AudienceOf(std::string_view name);

struct Rule {
  std::string id;
  std::string name;
  std::string event_type;                                      // "work_order.urged"
  std::map<std::string, std::vector<std::string>> conditions;  // Field → accepted values; all hold.
  Audience audience = Audience::kDepartment;
  ChannelKind channel = ChannelKind::kInbox;
  std::string template_code;
  bool important = false;
  bool at_once = false;  // Does not wait for the end of the quiet hours.
  bool active = true;
  bool built_in = false;
  std::string court_path;  // Holds for this court and those below it; empty: for all.
  std::string updated_by_name;
  absl::Time update_time = absl::UnixEpoch();
  int64_t revision = 0;  // The version; 0: built in and never edited.
  std::string hash;
};

// What an event says of an order, from whichever feed.
struct Fact {
  std::string stream_id;
  int64_t revision = 0;
  std::string type;
  absl::Time time;
  nlohmann::json payload = nlohmann::json::object();
  std::string order_id;

  // A payload field as text: numbers and flags as JSON writes them. Empty when it is not there.
  std::string Text(const std::string& field) const;
  std::vector<std::string> Texts(const std::string& field) const;  // Of an array.
};

bool Matches(const Rule& rule, const Fact& fact);

// INVALID_ARGUMENT: TEMPLATE_UNKNOWN; RULE_CHANNEL_AUDIENCE: the channel does not reach that
// audience (SMS goes to the requester, who has nothing else; e-mail to single users).
absl::Status CheckRule(const Rule& rule);

// The rules that come with the system (data/rules.json).
const std::vector<Rule>& BuiltInRules();

}  // namespace hotline::notification
