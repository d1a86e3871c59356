// The words of a notice (data/templates.json): Chinese, with the event's fields in braces.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "services/notification/domain/rule.h"

namespace hotline::notification {

struct Template {
  std::string code;
  std::string title;
  std::string body;
};

const Template* FindTemplate(std::string_view code);  // Null when there is none.

// Puts the event's fields into `text`. Codes are said in Chinese (APPROVE: 同意), times as
// "11月23日 09:00" of Beijing; "—" stands for a field that the event does not have.
std::string Render(std::string_view text, const Fact& fact);

// The fields that a template's body names, as it says them.
std::map<std::string, std::string> ParametersOf(const Template& words, const Fact& fact);

}  // namespace hotline::notification
