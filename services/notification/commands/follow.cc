#include "services/notification/commands/follow.h"

#include <algorithm>
#include <utility>

#include "platform/base/status.h"
#include "services/notification/store/delivery_store.h"
#include "services/notification/store/notice_store.h"
#include "services/notification/store/rule_store.h"
#include "services/notification/store/webhook_store.h"

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
  HOTLINE_ASSIGN_OR_RETURN(const Audiences audiences,
                           pool_->Read<Audiences>([](db::Tx& tx) -> absl::StatusOr<Audiences> {
                             return Audiences{.rules = AllRules(tx),
                                              .endpoints = ActiveEndpoints(tx)};
                           }));
  for (const events::v1::Event& event : news.events())
    HOTLINE_RETURN_IF_ERROR(Prepare(audiences, event));
  auto& events = *news.mutable_events();
  events.erase(std::remove_if(events.begin(), events.end(),
                              [this](const events::v1::Event& event) {
                                return prepared_[event.position()].Empty();
                              }),
               events.end());
  return news;
}

absl::Status Follower::Prepare(const Audiences& audiences, const events::v1::Event& event) {
  Fact fact = FactOf(event);
  Prepared& prepared = prepared_[event.position()];
  for (const WebhookEndpoint& endpoint : audiences.endpoints) {
    if (Subscribes(endpoint, fact)) prepared.deliveries.push_back(PostTo(endpoint, fact));
  }
  for (const Rule& rule : audiences.rules) {
    if (!Matches(rule, fact)) continue;
    HOTLINE_ASSIGN_OR_RETURN(std::vector<Recipient> recipients, RecipientsOf(rule, fact));
    HOTLINE_RETURN_IF_ERROR(KeepFromNamed(fact, recipients));
    if (recipients.empty()) continue;
    if (fact.Text("orderNumber").empty()) {
      HOTLINE_ASSIGN_OR_RETURN(fact.payload["orderNumber"], orders_->NumberOf(fact.order_id));
    }
    Telling telling = Tell(rule, fact);
    for (const Recipient& recipient : recipients) {
      if (rule.channel != ChannelKind::kInbox) {
        prepared.deliveries.push_back(Post(rule, fact, recipient));
        continue;
      }
      telling.recipient = recipient;
      prepared.tellings.push_back(telling);
    }
  }
  for (Delivery& delivery : prepared.deliveries) {
    delivery.letter.id = DeliveryIdOf(delivery.letter, delivery.rule_id);
    if (channels_.contains(delivery.letter.channel)) continue;
    delivery.state = DeliveryState::kDropped;
    delivery.reason = "CHANNEL_OFF";
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Recipient>> Follower::RecipientsOf(const Rule& rule, const Fact& fact) {
  using enum RecipientKind;
  std::vector<Recipient> found;
  const std::string department = fact.Text("departmentId");
  const std::string court = fact.Text("courtId");
  const std::string respondent = fact.Text("respondentDepartmentId");
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
    case Audience::kRequester:
      AddOnce(found, kRequester, fact.order_id);
      break;
    case Audience::kSupervisors:
      if (!court.empty()) {
        HOTLINE_ASSIGN_OR_RETURN(const std::vector<Supervisor> users,
                                 directory_->Supervisors(court));
        for (const Supervisor& user : users) {
          const bool concerned = !respondent.empty() && user.department_id == respondent;
          if (!concerned) AddOnce(found, kUser, user.id);
        }
      }
      break;
  }
  // Whom an order complains about never hears of it.
  std::erase(found, Recipient{kDepartment, respondent});
  return found;
}

// The name is sealed and in no event. An order's own event says whether there is one to ask for;
// those of other services do not, nor those of releases before this.
absl::Status Follower::KeepFromNamed(const Fact& fact, std::vector<Recipient>& recipients) {
  if (recipients.empty() || fact.Text("respondentNamed") == "false") return absl::OkStatus();
  std::map<std::string, std::string> names;  // Of whoever would see it, by id.
  std::map<std::string, std::vector<Member>> members;
  for (const Recipient& recipient : recipients) {
    if (recipient.kind == RecipientKind::kUser) {
      HOTLINE_ASSIGN_OR_RETURN(names[recipient.id], directory_->NameOf(recipient.id));
    } else if (recipient.kind == RecipientKind::kDepartment) {
      HOTLINE_ASSIGN_OR_RETURN(members[recipient.id], directory_->MembersOf(recipient.id));
      for (const Member& member : members[recipient.id]) names[member.id] = member.name;
    }
  }
  HOTLINE_ASSIGN_OR_RETURN(const std::set<std::string> named, NamedAmong(fact.order_id, names));
  if (named.empty()) return absl::OkStatus();
  std::erase_if(recipients, [&](const Recipient& recipient) {
    return recipient.kind == RecipientKind::kUser && named.contains(recipient.id);
  });
  for (Recipient& recipient : recipients) {
    if (recipient.kind != RecipientKind::kDepartment) continue;
    for (const Member& member : members[recipient.id]) {
      if (named.contains(member.id)) recipient.kept_from.push_back(member.id);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<std::string>> Follower::NamedAmong(
    const std::string& order_id, const std::map<std::string, std::string>& names) {
  std::set<std::string> named;
  std::vector<std::string> asked;
  for (const auto& [id, name] : names) asked.push_back(name);
  if (asked.empty()) return named;
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<std::string> respondents,
                           orders_->RespondentsAmong(order_id, asked));
  for (const auto& [id, name] : names) {
    if (std::ranges::count(respondents, name) > 0) named.insert(id);
  }
  return named;
}

absl::Status Follower::Apply(db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                             absl::Time now) {
  Prepared all;
  for (const events::v1::Event* event : events) {
    const Prepared& prepared = prepared_[event->position()];
    for (const Telling& telling : prepared.tellings) {
      if (telling.event_time > now - kStale) all.tellings.push_back(telling);
    }
    for (const Delivery& delivery : prepared.deliveries) {
      if (delivery.letter.event_time > now - kStale) all.deliveries.push_back(delivery);
    }
  }
  InsertNotices(tx, all.tellings, now);
  InsertDeliveries(tx, all.deliveries, now);
  return absl::OkStatus();
}

}  // namespace hotline::notification
