#include "services/notification/domain/template.h"

#include <functional>
#include <map>

#include "services/notification/data.h"

namespace hotline::notification {
namespace {

struct Wording {
  std::map<std::string, Template, std::less<>> templates;
  std::map<std::string, std::string, std::less<>> terms;
};

const Wording& TheWording() {
  static const Wording wording = [] {
    const nlohmann::json file = nlohmann::json::parse(data::kTemplates);
    Wording read;
    file.at("terms").get_to(read.terms);
    for (const auto& [code, entry] : file.at("templates").items())
      read.templates[code] = {code, entry.at("title"), entry.at("body")};
    return read;
  }();
  return wording;
}

std::string Say(const std::string& field, const Fact& fact) {
  const std::string value = fact.Text(field);
  absl::Time time;
  if (absl::ParseTime(absl::RFC3339_full, value, &time, nullptr))
    return absl::FormatTime("%-m月%-d日 %H:%M", time, absl::FixedTimeZone(8 * 3600));
  const auto& terms = TheWording().terms;
  const auto term = terms.find(value);
  if (term != terms.end()) return term->second;
  return value.empty() ? "—" : value;
}

// Takes a text apart: what stands as it is, and the fields in braces.
void EachPart(std::string_view text, const std::function<void(std::string_view)>& plain,
              const std::function<void(const std::string&)>& field) {
  for (;;) {
    const size_t open = text.find('{');
    const size_t close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) return plain(text);
    plain(text.substr(0, open));
    field(std::string(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
}

}  // namespace

const Template* FindTemplate(std::string_view code) {
  const auto& templates = TheWording().templates;
  const auto found = templates.find(code);
  return found == templates.end() ? nullptr : &found->second;
}

std::string Render(std::string_view text, const Fact& fact) {
  std::string rendered;
  EachPart(
      text, [&](std::string_view plain) { rendered.append(plain); },
      [&](const std::string& field) { rendered += Say(field, fact); });
  return rendered;
}

std::map<std::string, std::string> ParametersOf(const Template& words, const Fact& fact) {
  std::map<std::string, std::string> parameters;
  EachPart(
      words.body, [](std::string_view) {},
      [&](const std::string& field) { parameters[field] = Say(field, fact); });
  return parameters;
}

}  // namespace hotline::notification
