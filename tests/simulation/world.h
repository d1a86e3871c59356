// A court with all its services, its people and its time, which stands still until told.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "platform/base/caller.h"
#include "platform/clock/clock.h"
#include "platform/crypto/crypto.h"
#include "platform/testing/database.h"
#include "pqxx/pqxx"
#include "tests/simulation/process.h"
#include "tests/simulation/random.h"

namespace hotline::simulation {

using nlohmann::json;

// How the content of a complaint against a person begins; the name follows.
inline constexpr char kComplaintAbout[] = "投诉：";

struct Command {
  std::string account;  // Of the demo court: "handler".
  std::string method;   // "workorder.v1.WorkOrderService/Dispatch"
  json request;         // As in the REST body.
};

class World {
 public:
  // Two processes of all roles on one fresh database with the demo court.
  // In a prompt world services hear of each other's events before they do anything else; in another
  // it takes any time.
  World(Random& random, absl::Time start, bool prompt);
  ~World();

  ManualClock& clock() { return clock_; }

  // What the gateway would do for this person, in one process or the other.
  absl::StatusOr<json> Call(const Command& command);

  // Lets one worker of one process do what is due.
  void TickSome();
  // Lets all workers do what is due, process by process in random order, until nothing is left to
  // do. Time goes on a little, so that what waits before it tries again, does.
  void Settle();
  // The next calls and ticks of one process end at any of its transactions. Revive ends that.
  void Doom();
  void Revive();
  bool doomed() const { return doomed_; }
  bool prompt() const { return prompt_; }

  // Rows of a statement, as a superuser.
  pqxx::result Sql(const std::string& text);
  std::string One(const std::string& text);  // The only value, as text.

  const Caller& Person(const std::string& account) const { return people_.at(account); }
  std::string Department(const std::string& kind) { return departments_.at(kind); }
  const std::map<std::string, std::string>& departments() const { return departments_; }
  db::Pool& PoolOf(const std::string& schema);

 private:
  void Start(size_t process);
  void Tick(Worker& worker);
  void SpreadNews();
  std::string Progress();
  bool Owed();  // Whether the deadline service has not yet told all that it has to tell.

  Random& random_;
  ManualClock clock_;
  crypto::KeyRing keys_;
  std::string directory_;
  testing::TestDatabase database_;
  std::unique_ptr<pqxx::connection> reads_;
  std::map<std::string, std::unique_ptr<db::Pool>> pools_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::map<std::string, Caller> people_;
  std::map<std::string, std::string> departments_;  // By kind.
  const bool prompt_;
  bool doomed_ = false;
};

}  // namespace hotline::simulation
