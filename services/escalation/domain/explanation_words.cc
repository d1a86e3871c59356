#include "services/escalation/domain/explanation_words.h"

#include "nlohmann/json.hpp"
#include "services/escalation/data.h"

namespace hotline::escalation::words {
namespace {

using nlohmann::json;

std::string Word(std::string_view group, std::string_view name) {
  static const json* data = new json(json::parse(data::kExplanation));
  const json& words = data->at(std::string(group));
  const auto found = words.find(std::string(name));
  return found == words.end() ? "" : found->get<std::string>();
}

json Limit(ClockKind kind) {
  static const json* limits = new json(json::parse(data::kExplanation).at("limits"));
  return limits->at(std::string(NameOf(kind)));
}

}  // namespace

std::string Text(std::string_view name, const std::map<std::string, std::string>& places) {
  std::string text = Word("texts", name);
  for (const auto& [place, value] : places) {
    const std::string mark = "{" + place + "}";
    if (const size_t at = text.find(mark); at != std::string::npos)
      text.replace(at, mark.size(), value);
  }
  return text;
}

std::string Law(std::string_view name) { return Word("laws", name); }
std::string Reason(std::string_view event) { return Word("reasons", event); }
std::string LimitName(ClockKind kind) { return Limit(kind).at("name"); }
std::string Done(ClockKind kind) { return Limit(kind).at("done"); }

std::string Amount(const calendar::Budget& budget) {
  return std::to_string(budget.amount) + Word("units", NameOf(budget.unit));
}

std::string Weekday(calendar::Day day) {
  static const json* weekdays = new json(json::parse(data::kExplanation).at("weekdays"));
  // absl counts from Monday.
  return weekdays->at((static_cast<size_t>(absl::GetWeekday(day)) + 1) % 7);
}

}  // namespace hotline::escalation::words
