#include "services/escalation/store/clock_list.h"

#include "services/escalation/store/clock_store.h"

namespace hotline::escalation {
namespace {

constexpr char kColumns[] =
    "id, work_order_id, work_order_number, court_id, court_path, order_type, urgency, "
    "department_id, respondent_department_id, round, kind, subject, state, budget_unit, "
    "budget_amount, extension_amount, fixed_due_time, consumed, start_time, running_since, "
    "stop_time, due_time, provisional, policy_id, policy_version, calendar_version, due_sort";

class Conditions {
 public:
  std::string Param(std::string value) {
    params_.push_back(std::move(value));
    return "$" + std::to_string(params_.size());
  }
  void Add(const std::string& condition) {
    text_.append(text_.empty() ? " WHERE " : " AND ").append(condition);
  }
  void AddIs(const char* column, std::string_view value, const char* type) {
    if (!value.empty()) Add(std::string(column) + " = " + Param(std::string(value)) + "::" + type);
  }
  void AddTime(const char* comparison, const std::optional<absl::Time>& time) {
    if (!time) return;
    Add(comparison + Param(absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", *time, absl::UTCTimeZone())) +
        "::timestamptz");
  }
  const std::string& text() const { return text_; }
  const std::vector<std::string>& params() const { return params_; }

 private:
  std::string text_;
  std::vector<std::string> params_;
};

void AddVisible(const Caller& caller, Conditions& where) {
  std::string ways;
  if (caller.Has("workorder.read.court") && !caller.court_path.empty())
    ways = "starts_with(court_path, " + where.Param(caller.court_path) + ")";
  if (!caller.department_id.empty()) {
    const std::string own = where.Param(caller.department_id);
    if (caller.Has("workorder.read.department"))
      ways += (ways.empty() ? "department_id = " : " OR department_id = ") + own;
    where.Add("respondent_department_id <> " + own);
  }
  where.Add(ways.empty() ? "false" : "(" + ways + ")");
}

}  // namespace

std::vector<ListedClock> ListClocks(db::Tx& tx, const Caller& caller, const ClockFilter& filter) {
  Conditions where;
  AddVisible(caller, where);
  where.AddIs("id", filter.id, "uuid");
  where.AddIs("work_order_id", filter.work_order_id, "uuid");
  where.AddIs("court_id", filter.court_id, "text");
  where.AddIs("department_id", filter.department_id, "text");
  if (filter.kind) where.AddIs("kind", NameOf(*filter.kind), "text");
  if (filter.state) where.AddIs("state", NameOf(*filter.state), "text");
  // As the partial indexes say it.
  const bool open = filter.state ? *filter.state != ClockState::kStopped
                                 : filter.id.empty() && filter.work_order_id.empty();
  if (open) where.Add("state <> 'STOPPED'");
  where.AddTime("due_sort >= ", filter.due_from);
  where.AddTime("due_sort <= ", filter.due_until);
  if (filter.after) {
    where.Add("(due_sort, id) > (" + where.Param(filter.after->due) + "::timestamptz, " +
              where.Param(filter.after->id) + "::uuid)");
  }
  const std::string text = std::string("SELECT ") + kColumns + " FROM clock" + where.text() +
                           " ORDER BY due_sort, id LIMIT " + std::to_string(filter.limit);
  const pqxx::result rows =
      tx.raw().exec_params(text, pqxx::prepare::make_dynamic_params(where.params()));
  std::vector<OrderClock> clocks = ClocksOf(tx, rows);
  std::vector<ListedClock> listed;
  for (size_t i = 0; i < clocks.size(); ++i) {
    listed.push_back({std::move(clocks[i]), {rows[i]["due_sort"].c_str(), rows[i]["id"].c_str()}});
  }
  return listed;
}

}  // namespace hotline::escalation
