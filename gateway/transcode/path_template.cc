#include "gateway/transcode/path_template.h"

#include "absl/strings/str_cat.h"
#include "gateway/http/text.h"
#include "platform/base/status.h"

namespace hotline::gateway {

SplitPath CutPath(std::string_view path) {
  SplitPath cut;
  if (path.starts_with('/')) path.remove_prefix(1);
  size_t slash = path.rfind('/');
  size_t colon = path.rfind(':');
  const bool names_verb = colon != std::string_view::npos && colon + 1 < path.size();
  if (names_verb && (slash == std::string_view::npos || colon > slash)) {
    cut.verb = path.substr(colon + 1);
    path = path.substr(0, colon);
  }
  cut.segments = Split(path, '/');
  return cut;
}

absl::StatusOr<PathTemplate> PathTemplate::Parse(std::string_view text) {
  auto bad = [&] {
    return absl::InvalidArgumentError("path template not supported: " + std::string(text));
  };
  if (!text.starts_with('/') || text.find("**") != std::string_view::npos) return bad();
  PathTemplate parsed;
  SplitPath cut = CutPath(text);
  parsed.verb_ = cut.verb;
  for (std::string_view part : cut.segments) {
    if (part.empty()) return bad();
    if (!part.starts_with('{')) {
      if (part.find_first_of("{}*%") != std::string_view::npos) return bad();
      parsed.segments_.push_back({false, std::string(part)});
      continue;
    }
    if (!part.ends_with('}')) return bad();
    std::string_view name = part.substr(1, part.size() - 2);
    if (name.ends_with("=*")) name.remove_suffix(2);
    if (name.empty() || name.find_first_of("{}=*") != std::string_view::npos) return bad();
    parsed.segments_.push_back({true, std::string(name)});
    parsed.variables_.emplace_back(name);
  }
  return parsed;
}

std::optional<std::vector<std::string>> PathTemplate::Match(const SplitPath& path) const {
  if (path.segments.size() != segments_.size() || path.verb != verb_) return std::nullopt;
  for (size_t i = 0; i < segments_.size(); ++i) {
    if (!segments_[i].variable && segments_[i].text != path.segments[i]) return std::nullopt;
  }
  std::vector<std::string> values;
  for (size_t i = 0; i < segments_.size(); ++i) {
    if (!segments_[i].variable) continue;
    std::optional<std::string> value = PercentDecode(path.segments[i], false);
    if (!value || value->empty() || !IsUtf8(*value) || value->find('\0') != std::string::npos)
      return std::nullopt;
    values.push_back(*std::move(value));
  }
  return values;
}

std::string PathTemplate::Shape() const {
  return Text(std::vector<std::string>(variables_.size()));
}

std::string PathTemplate::Text(const std::vector<std::string>& names) const {
  std::string text;
  size_t variable = 0;
  for (const Segment& segment : segments_) {
    absl::StrAppend(&text, "/",
                    segment.variable ? absl::StrCat("{", names[variable++], "}") : segment.text);
  }
  if (!verb_.empty()) absl::StrAppend(&text, ":", verb_);
  return text;
}

}  // namespace hotline::gateway
