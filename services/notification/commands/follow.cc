#include "services/notification/commands/follow.h"

#include <algorithm>
#include <utility>

#include "platform/base/status.h"
#include "services/notification/store/notice_store.h"
#include "services/notification/store/rule_store.h"

namespace hotline::notification {
namespace {

// Who was away longer reads the orders themselves: a first start over old history tells nobody.
constexpr absl::Duration kStale = absl::Hours(7 * 24);

Fact FactOf(const events::v1::Event& event) {
  Fact fact;
  fact.stream_id = event.stream_id();
  fact.revision = event.revision();
  fact.type = event.type();
  fact.time = absl::FromUnixSeconds(event.occurred_at().seconds()) +
              absl::Nanoseconds(event.occurred_at().nanos());
  fact.payload = nlohmann::json::parse(event.payload(), nullptr, false);
  if (!fact.payload.is_object()) fact.payload = nlohmann::json::object();
  // Other services' events name the order that they are about.
  fact.order_id = fact.payload.value("workOrderId", event.stream_id());
  if (fact.payload.contains("workOrderNumber"))
    fact.payload["orderNumber"] = fact.payload["workOrderNumber"];
  return fact;
}

void AddOnce(std::vector<Recipient>& list, RecipientKind kind, const std::string& id) {
  const Recipient recipient{kind, id};
  if (!id.empty() && std::ranges::count(list, recipient) == 0) list.push_back(recipient);
}

}  // namespace

absl::StatusOr<events::v1::PullEventsResponse> Follower::Pull(
    const events::v1::PullEventsRequest& request) {
  prepared_.clear();
  HOTLINE_ASSIGN_OR_RETURN(events::v1::PullEventsResponse news, source_(request));
  if (news.events().empty()) return news;
  HOTLINE_ASSIGN_OR_RETURN(
      const std::vector<Rule> rules,
      pool_->Read<std::vector<Rule>>(
          [](db::Tx& tx) -> absl::StatusOr<std::vector<Rule>> { return AllRules(tx); }));
  for (const events::v1::Event& event : news.events())
    HOTLINE_RETURN_IF_ERROR(Prepare(rules, event));
  auto& events = *news.mutable_events();
  events.erase(std::remove_if(events.begin(), events.end(),
                              [this](const events::v1::Event& event) {
                                return prepared_[event.position()].empty();
                              }),
               events.end());
  return news;
}

absl::Status Follower::Prepare(const std::vector<Rule>& rules, const events::v1::Event& event) {
  Fact fact = FactOf(event);
  std::vector<Telling>& tellings = prepared_[event.position()];
  for (const Rule& rule : rules) {
    if (!Matches(rule, fact)) continue;
    HOTLINE_ASSIGN_OR_RETURN(const std::vector<Recipient> recipients, RecipientsOf(rule, fact));
    if (recipients.empty()) continue;
    if (fact.Text("orderNumber").empty()) {
      HOTLINE_ASSIGN_OR_RETURN(fact.payload["orderNumber"], orders_->NumberOf(fact.order_id));
    }
    Telling telling = Tell(rule, fact);
    for (const Recipient& recipient : recipients) {
      telling.recipient = recipient;
      tellings.push_back(telling);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Recipient>> Follower::RecipientsOf(const Rule& rule, const Fact& fact) {
  using enum RecipientKind;
  std::vector<Recipient> found;
  const std::string department = fact.Text("departmentId");
  const std::string court = fact.Text("courtId");
  switch (rule.audience) {
    case Audience::kHandler:
      AddOnce(found, kUser, fact.Text("handlerId"));
      break;
    case Audience::kDepartment:
      AddOnce(found, kDepartment, department);
      break;
    case Audience::kCoDepartments:
      AddOnce(found, kDepartment, fact.Text("coDepartmentId"));
      for (const std::string& id : fact.Texts("coDepartmentIds")) AddOnce(found, kDepartment, id);
      break;
    case Audience::kDepartmentHead:
      if (!department.empty()) {
        HOTLINE_ASSIGN_OR_RETURN(const std::string head, directory_->HeadOf(department));
        AddOnce(found, kUser, head);
      }
      break;
    case Audience::kDispatchers:
      if (!court.empty()) {
        HOTLINE_ASSIGN_OR_RETURN(const std::string office, directory_->HotlineOffice(court));
        AddOnce(found, kDepartment, office);
      }
      break;
    case Audience::kSupervisors:
      if (!court.empty()) {
        HOTLINE_ASSIGN_OR_RETURN(const std::vector<std::string> users,
                                 directory_->Supervisors(court));
        for (const std::string& id : users) AddOnce(found, kUser, id);
      }
      break;
  }
  // Whom an order complains about never hears of it.
  std::erase(found, Recipient{kDepartment, fact.Text("respondentDepartmentId")});
  return found;
}

absl::Status Follower::Apply(db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                             absl::Time now) {
  std::vector<Telling> tellings;
  for (const events::v1::Event* event : events) {
    const std::vector<Telling>& prepared = prepared_[event->position()];
    for (const Telling& telling : prepared) {
      if (telling.event_time > now - kStale) tellings.push_back(telling);
    }
  }
  InsertNotices(tx, tellings, now);
  return absl::OkStatus();
}

}  // namespace hotline::notification
