// Moving an order between departments; shared by dispatch and the decision of a return.
#pragma once

#include <string>

#include "services/workorder/domain/rules.h"

namespace hotline::workorder {

inline constexpr char kComplaintType[] = "COMPLAINT";  // 投诉举报
inline constexpr size_t kMaxCoHandlers = 40;

// Exists in the order's court, is active, and is not what the order complains about.
absl::Status CheckUnit(const WorkOrder& order, const Department& unit);

// The lead and its co-handlers, checked; a new clock begins. Not designated until somebody says so.
absl::Status SendTo(WorkOrder& order, const Targets& targets, const std::string& task,
                    absl::Time now);

absl::Status AddCoDepartment(WorkOrder& order, const Department& department,
                             const std::string& task);

// Nobody leads the order; reports of co-handlers stay, those still owed are dropped.
void LeaveDepartment(WorkOrder& order);

}  // namespace hotline::workorder
