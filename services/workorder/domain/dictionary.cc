#include "services/workorder/domain/dictionary.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workorder/data.h"

namespace hotline::workorder {
namespace {

using nlohmann::json;

struct Dictionary {
  json source;  // Owns the texts.
  std::vector<Term> types;
  std::vector<Term> suspension_reasons;
  std::map<std::string_view, std::string_view> events;
  std::map<std::string_view, std::string_view> supervision_requirements;
  std::string_view timer_name;
  CitizenTexts citizen;
};

std::string_view Text(const json& value) { return value.get_ref<const std::string&>(); }

std::vector<Term> Terms(const json& list) {
  std::vector<Term> terms;
  for (const json& term : list) terms.push_back({Text(term.at("code")), Text(term.at("name"))});
  return terms;
}

std::map<std::string_view, std::string_view> Texts(const json& object) {
  std::map<std::string_view, std::string_view> texts;
  for (const auto& [key, text] : object.get_ref<const json::object_t&>()) texts[key] = Text(text);
  return texts;
}

const Dictionary& Get() {
  static const Dictionary* dictionary = [] {
    auto* made = new Dictionary;
    made->source = json::parse(data::kDictionary);
    made->types = Terms(made->source.at("types"));
    made->suspension_reasons = Terms(made->source.at("suspensionReasons"));
    made->events = Texts(made->source.at("events"));
    const json& citizen = made->source.at("citizen");
    made->citizen = {Text(citizen.at("name")), Text(citizen.at("urged")),
                     Text(citizen.at("urgedBefore"))};
    const json& timer = made->source.at("timer");
    made->timer_name = Text(timer.at("name"));
    made->supervision_requirements = Texts(timer.at("supervisionRequirements"));
    return made;
  }();
  return *dictionary;
}

const Term* Find(std::span<const Term> terms, std::string_view code) {
  auto found = std::ranges::find(terms, code, &Term::code);
  return found == terms.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Term> Types() { return Get().types; }
std::span<const Term> SuspensionReasons() { return Get().suspension_reasons; }

std::optional<std::string_view> TypeCodeOf(std::string_view code_or_name) {
  for (const Term& term : Types()) {
    if (term.code == code_or_name || term.name == code_or_name) return term.code;
  }
  return std::nullopt;
}

std::string_view TypeName(std::string_view code) {
  const Term* term = Find(Types(), code);
  return term == nullptr ? code : term->name;
}

bool IsSuspensionReason(std::string_view code) {
  return Find(SuspensionReasons(), code) != nullptr;
}

std::string_view EventName(std::string_view type) {
  const auto found = Get().events.find(type);
  return found == Get().events.end() ? type : found->second;
}

const CitizenTexts& TextsForCitizen() { return Get().citizen; }

std::string_view TimerName() { return Get().timer_name; }

std::string_view SupervisionRequirement(std::string_view clock) {
  return Get().supervision_requirements.at(clock);
}

}  // namespace hotline::workorder
