// Path templates of google.api.http: "/api/v1/workOrders/{id}:dispatch".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace hotline::gateway {

// A path cut at "/" and at the last ":" of the last segment, still percent-encoded.
struct SplitPath {
  std::vector<std::string_view> segments;
  std::string_view verb;
};
SplitPath CutPath(std::string_view path);

class PathTemplate {
 public:
  // Literals, {field}, {field=*}, nested {a.b}, and a verb. Anything else is INVALID_ARGUMENT.
  static absl::StatusOr<PathTemplate> Parse(std::string_view text);

  // The decoded values of the variables in order, each at least one character; nothing when the
  // path is another. A path that decodes to something that is not UTF-8 or holds NUL matches
  // nothing.
  std::optional<std::vector<std::string>> Match(const SplitPath& path) const;

  const std::vector<std::string>& variables() const { return variables_; }  // "id", "work_order.id"
  // Equal for templates that match the same paths: "/api/v1/workOrders/{}:dispatch".
  std::string Shape() const;
  // With the variables' names replaced by `names`: as a client reads it.
  std::string Text(const std::vector<std::string>& names) const;
  size_t literals() const { return segments_.size() - variables_.size(); }
  size_t size() const { return segments_.size(); }

 private:
  struct Segment {
    bool variable = false;
    std::string text;
  };
  std::vector<Segment> segments_;
  std::vector<std::string> variables_;
  std::string verb_;
};

}  // namespace hotline::gateway
