// The dictionaries of work orders: types (工单类型) and reasons of suspension (挂起原因).
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

}  // namespace hotline::workorder
