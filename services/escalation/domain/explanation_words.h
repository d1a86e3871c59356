// The Chinese words of explanations, from data/explanation.json.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "platform/calendar/deadline.h"
#include "services/escalation/domain/policy.h"

namespace hotline::escalation::words {

// A text with its {places} filled.
std::string Text(std::string_view name, const std::map<std::string, std::string>& places);
std::string Law(std::string_view name);              // 民事诉讼法第八十五条第二款
std::string Reason(std::string_view event);          // 派单; empty for events without a name.
std::string LimitName(ClockKind kind);               // 办理期限
std::string Done(ClockKind kind);                    // 办结
std::string Amount(const calendar::Budget& budget);  // 3个工作日
std::string Weekday(calendar::Day day);              // 周六

}  // namespace hotline::escalation::words
