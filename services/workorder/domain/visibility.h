// Who may see an order, and who may see whose request it is. Used by every read and every command;
// lists have the same rule in SQL (store/).
#pragma once

#include <string>
#include <string_view>

#include "platform/base/caller.h"
#include "services/workorder/domain/work_order.h"

namespace hotline::workorder {

// Names are compared without spaces of any kind.
std::string NormalisePersonName(std::string_view name);

// The order complains about somebody of this name.
bool IsNamedRespondent(const WorkOrder& order, std::string_view name);

// The caller is whom the order complains about: the unit, or a person of that name in the order's
// court.
bool IsRespondent(const WorkOrder& order, const Caller& caller);

// Never the respondent. Otherwise workorder.read.court: orders of the own court and those below;
// workorder.read.department: orders the own department leads or co-handles. Services see all.
bool MaySee(const WorkOrder& order, const Caller& caller);

// False where the citizen asked for secrecy and the caller is of a department that handles the
// order, or reads only as a department: then name, telephone and ID number are not shown at all,
// not even masked, and not revealed.
bool MaySeeRequester(const WorkOrder& order, const Caller& caller);

// Lead or co-handling department of the order.
bool HandlesOrder(const WorkOrder& order, std::string_view department_id);

}  // namespace hotline::workorder
