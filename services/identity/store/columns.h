// Values of columns that more than one table has.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "platform/db/pool.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

// Empty for NULL.
inline std::string TextOf(const pqxx::field& field) {
  return field.is_null() ? "" : field.as<std::string>();
}

// NULL for an empty text: absent ids and filters.
inline std::optional<std::string> NullIfEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// "a,b" as the views join codes.
inline std::vector<std::string> CodesOf(const pqxx::field& field) {
  return absl::StrSplit(field.c_str(), ',', absl::SkipEmpty());
}

inline StreamHead HeadOf(const pqxx::row& row) {
  return {row["revision"].as<int64_t>(), db::BytesOf(row["event_hash"])};
}

}  // namespace hotline::identity
