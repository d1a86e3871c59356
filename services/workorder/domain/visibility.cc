#include "services/workorder/domain/visibility.h"

#include <algorithm>

#include "platform/base/unicode.h"

namespace hotline::workorder {

std::string NormalisePersonName(std::string_view name) {
  std::u32string kept;
  for (char32_t c : DecodeUtf8(name)) {
    if (!IsSpace(c)) kept.push_back(c);
  }
  return EncodeUtf8(kept);
}

bool IsNamedRespondent(const WorkOrder& order, std::string_view name) {
  const std::string& respondent = order.respondent.person_name;
  return !respondent.empty() && NormalisePersonName(name) == NormalisePersonName(respondent);
}

bool IsRespondent(const WorkOrder& order, const Caller& caller) {
  if (!caller.department_id.empty() && caller.department_id == order.respondent.department_id)
    return true;
  return caller.court_path == order.court_path && IsNamedRespondent(order, caller.name);
}

bool HandlesOrder(const WorkOrder& order, std::string_view department_id) {
  return !department_id.empty() && (order.department_id == department_id ||
                                    std::ranges::count(order.co_department_ids, department_id) > 0);
}

bool MaySee(const WorkOrder& order, const Caller& caller) {
  if (caller.kind == Caller::Kind::kService) return true;
  if (IsRespondent(order, caller)) return false;
  if (caller.Has("workorder.read.court") && caller.SeesCourt(order.court_path)) return true;
  return caller.Has("workorder.read.department") && HandlesOrder(order, caller.department_id);
}

bool MaySeeRequester(const WorkOrder& order, const Caller& caller) {
  if (!order.requester.confidential) return true;
  return caller.Has("workorder.read.court") && !HandlesOrder(order, caller.department_id);
}

}  // namespace hotline::workorder
