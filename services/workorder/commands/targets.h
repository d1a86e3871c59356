// Departments that a command names, asked of the directory before its transaction opens.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/workorder/commands/context.h"

namespace hotline::workorder {

inline absl::StatusOr<Targets> ResolveTargets(const Context& context, const std::string& lead_id,
                                              const std::vector<std::string>& co_handler_ids = {}) {
  Targets targets;
  HOTLINE_ASSIGN_OR_RETURN(targets.lead, context.directory->FindDepartment(lead_id));
  for (const std::string& id : co_handler_ids) {
    HOTLINE_ASSIGN_OR_RETURN(Department department, context.directory->FindDepartment(id));
    targets.co_handlers.push_back(std::move(department));
  }
  HOTLINE_ASSIGN_OR_RETURN(targets.supervision_office,
                           context.directory->FindSupervisionOffice(targets.lead.court_id));
  return targets;
}

}  // namespace hotline::workorder
