// Whom the rules of data/rules.json would tell of an event, said a second time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/world.h"

namespace hotline::simulation {

struct FeedEvent {
  std::string feed;  // workorder, callback
  int64_t position = 0;
  std::string stream_id;
  int64_t revision = 0;
  std::string type;  // "work_order.urged"
  absl::Time time;
  json payload;

  std::string order_id() const { return payload.value("workOrderId", stream_id); }
};

std::vector<FeedEvent> EventsOf(World& world, const std::string& feed);

// One row that is or shall be.
struct Told {
  std::string channel;  // INBOX, EMAIL, SMS, WEBHOOK
  std::string rule;     // Empty for an endpoint.
  std::string recipient;
  std::string stream_id;
  int64_t revision = 0;
  std::string order_id;
  auto operator<=>(const Told&) const = default;
};
std::string TextOf(const Told& told);

class PeopleTold {
 public:
  // With the court's people, departments and endpoints as they stand, and of all orders whom they
  // complain about.
  explicit PeopleTold(World& world);
  std::vector<Told> By(const FeedEvent& event) const;

 private:
  std::set<std::string> Audience(const std::string& audience, const FeedEvent& event) const;

  struct Endpoint {
    std::string id;
    std::vector<std::string> types;
    std::string court_path;
    absl::Time since;
  };
  json rules_;
  std::vector<Endpoint> endpoints_;
  std::map<std::string, std::string> heads_;             // By department.
  std::map<std::string, std::string> offices_;           // By court.
  std::multimap<std::string, std::string> supervisors_;  // By court.
  std::map<std::string, std::string> departments_of_users_;
  std::map<std::string, std::string> names_of_users_;
  std::map<std::string, std::string> respondents_;  // By order: the department.
  std::map<std::string, std::string> named_;        // By order: the person's name.
};

}  // namespace hotline::simulation
