// What the rules share: making events and keeping the lists of who did what.
#pragma once

#include <string>
#include <string_view>

#include "services/workorder/domain/rules.h"

namespace hotline::workorder {

// As payloads hold times.
std::string TimeText(absl::Time time);

// Stamps the order's update time and makes the event, with what every payload holds and `fields`
// over it.
Event Record(WorkOrder& order, std::string_view type, const Act& act,
             nlohmann::json fields = nlohmann::json::object());

void AddHandler(WorkOrder& order,
                const std::string& user_id);  // Handled it: never reviews, never calls back.
void AddReviewer(WorkOrder& order, const std::string& user_id);

// The undecided application, now decided by nobody: the order moved on. Returns whether there was
// one.
bool LapseApplication(WorkOrder& order, absl::Time now);

// Keeps order.co_department_ids in step with detail.co_handlers.
void IndexCoHandlers(WorkOrder& order);

void AppendUrge(WorkOrder& order, Urge::Source source, const std::string& comment, const Act& act);
// DEADLINE_PASSED unless `deadline` is after `from`; TOO_MANY_SUPERVISIONS {limit}.
absl::Status AppendSupervision(WorkOrder& order, const std::string& number,
                               const std::string& requirement, absl::Time deadline, absl::Time from,
                               const Act& act);
absl::Status AppendNote(WorkOrder& order, const std::string& content,
                        const Act& act);  // TOO_MANY_NOTES {limit}

}  // namespace hotline::workorder
