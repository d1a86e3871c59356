// The dictionaries of work orders: types (工单类型), reasons of suspension (挂起原因) and names of
// events, from data/dictionary.json, which is embedded.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hotline::workorder {

struct Term {
  std::string_view code;
  std::string_view name;
};

std::span<const Term> Types();
std::span<const Term> SuspensionReasons();

// The code of a type given by code or by Chinese name.
std::optional<std::string_view> TypeCodeOf(std::string_view code_or_name);
std::string_view TypeName(std::string_view code);  // The code itself when unknown.
bool IsSuspensionReason(std::string_view code);

// "work_order.dispatched" → "派单"; the type itself when unknown.
std::string_view EventName(std::string_view type);

// What the citizen who urges is told and called in the history.
struct CitizenTexts {
  std::string_view name;
  std::string_view urged;
  std::string_view urged_before;
};
const CitizenTexts& TextsForCitizen();

// As whom the history names the timers.
std::string_view TimerName();
// What a supervision asks for that the timer opens, by its clock ("HANDLING").
std::string_view SupervisionRequirement(std::string_view clock);

}  // namespace hotline::workorder
