#include "services/notification/domain/rule.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "platform/base/status.h"
#include "services/notification/data.h"
#include "services/notification/domain/template.h"

namespace hotline::notification {
namespace {

using enum Audience;

constexpr std::pair<Audience, std::string_view> kAudiences[] = {
    {kHandler, "HANDLER"},
    {kDepartment, "DEPARTMENT"},
    {kCoDepartments, "CO_DEPARTMENTS"},
    {kDepartmentHead, "DEPARTMENT_HEAD"},
    {kDispatchers, "DISPATCHERS"},
    {kSupervisors, "SUPERVISORS"},
    {kRequester, "REQUESTER"}};

bool Reaches(ChannelKind channel, Audience audience) {
  const bool single =
      audience == kHandler || audience == kDepartmentHead || audience == kSupervisors;
  switch (channel) {
    case ChannelKind::kInbox:
      return audience != kRequester;
    case ChannelKind::kEmail:
      return single;
    case ChannelKind::kSms:
      return audience == kRequester;
    case ChannelKind::kWebhook:
      return false;  // Endpoints choose by themselves.
  }
  return false;
}

std::string TextOf(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() || value.is_structured() ? std::string() : value.dump();
}

}  // namespace

std::string_view NameOf(Audience audience) {
  return std::ranges::find(kAudiences, audience, &std::pair<Audience, std::string_view>::first)
      ->second;
}

Audience AudienceOf(std::string_view name) {
  const auto* found =
      std::ranges::find(kAudiences, name, &std::pair<Audience, std::string_view>::second);
  if (found == std::end(kAudiences)) throw std::invalid_argument("audience " + std::string(name));
  return found->first;
}

std::string Fact::Text(const std::string& field) const {
  const auto found = payload.find(field);
  return found == payload.end() ? std::string() : TextOf(*found);
}

std::vector<std::string> Fact::Texts(const std::string& field) const {
  std::vector<std::string> texts;
  const auto found = payload.find(field);
  if (found == payload.end() || !found->is_array()) return texts;
  for (const nlohmann::json& value : *found) texts.push_back(TextOf(value));
  return texts;
}

bool Matches(const Rule& rule, const Fact& fact) {
  if (!rule.active) return false;
  if (rule.event_type != fact.type) return false;
  if (!fact.Text("courtPath").starts_with(rule.court_path)) return false;
  return std::ranges::all_of(rule.conditions, [&](const auto& condition) {
    return std::ranges::count(condition.second, fact.Text(condition.first)) > 0;
  });
}

absl::Status CheckRule(const Rule& rule) {
  if (FindTemplate(rule.template_code) == nullptr)
    return Invalid("TEMPLATE_UNKNOWN", {{"template", rule.template_code}});
  if (!Reaches(rule.channel, rule.audience)) {
    return Invalid("RULE_CHANNEL_AUDIENCE", {{"channel", std::string(NameOf(rule.channel))},
                                             {"audience", std::string(NameOf(rule.audience))}});
  }
  return absl::OkStatus();
}

const std::vector<Rule>& BuiltInRules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> read;
    for (const nlohmann::json& entry : nlohmann::json::parse(data::kRules)) {
      Rule rule;
      rule.id = entry.at("id");
      rule.name = entry.at("name");
      rule.event_type = entry.at("event");
      if (entry.contains("when")) entry.at("when").get_to(rule.conditions);
      rule.audience = AudienceOf(entry.at("audience").get<std::string>());
      rule.template_code = entry.at("template");
      rule.channel = ChannelOf(entry.value("channel", "INBOX"));
      rule.important = entry.value("important", false);
      rule.at_once = entry.value("atOnce", false);
      rule.built_in = true;
      read.push_back(std::move(rule));
    }
    return read;
  }();
  return rules;
}

}  // namespace hotline::notification
