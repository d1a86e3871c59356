#include "services/escalation/domain/policy_json.h"

#include <array>

#include "services/escalation/data.h"

namespace hotline::escalation {
namespace {

using nlohmann::json;

calendar::Unit UnitIn(const json& value) {
  return UnitOf(value.at("unit").get<std::string>()).value();
}

int UrgencyIn(const json& policy) {
  constexpr std::array<std::string_view, 4> kNames = {"", "NORMAL", "URGENT", "CRITICAL"};
  const std::string name = policy.value("urgency", "");
  return static_cast<int>(std::ranges::find(kNames, name) - kNames.begin());
}

Policy PolicyIn(const json& source, int64_t version) {
  Policy policy;
  policy.id = source.at("id");
  policy.version = version;
  policy.built_in = true;
  policy.kind = KindOf(source.at("kind").get<std::string>()).value();
  policy.order_type = source.value("type", "");
  policy.urgency = UrgencyIn(source);
  policy.budget = {UnitIn(source.at("budget")), source.at("budget").at("amount")};
  policy.ladder = LadderOf(source.at("ladder"));
  return policy;
}

}  // namespace

json LadderJson(const std::vector<Rung>& ladder) {
  json all = json::array();
  for (const Rung& rung : ladder) {
    json& one = all.emplace_back(json{{"action", NameOf(rung.action)}});
    if (rung.percent) {
      one["percent"] = *rung.percent;
    } else {
      one["offset"] = {{"unit", NameOf(rung.from_due.unit)}, {"amount", rung.from_due.amount}};
    }
  }
  return all;
}

std::vector<Rung> LadderOf(const json& source) {
  std::vector<Rung> ladder;
  for (const json& one : source) {
    Rung& rung = ladder.emplace_back();
    rung.action = ActionOf(one.at("action").get<std::string>()).value();
    if (one.contains("percent")) {
      rung.percent = one.at("percent").get<int>();
    } else {
      rung.from_due = {UnitIn(one.at("offset")), one.at("offset").at("amount")};
    }
  }
  return ladder;
}

const std::vector<Policy>& BuiltInPolicies() {
  static const std::vector<Policy>* policies = [] {
    const json source = json::parse(data::kPolicies);
    auto* made = new std::vector<Policy>;
    for (const json& policy : source.at("policies"))
      made->push_back(PolicyIn(policy, source.at("version")));
    return made;
  }();
  return *policies;
}

}  // namespace hotline::escalation
