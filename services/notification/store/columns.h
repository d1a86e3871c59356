// Columns of many rows for one statement: `unnest($1::uuid[], $2::text[], …)`.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "absl/time/time.h"
#include "platform/db/pool.h"

namespace hotline::notification {

template <class Rows, class Get>
std::string Column(const Rows& rows, Get get) {
  std::vector<std::string> values;
  values.reserve(rows.size());
  for (const auto& row : rows) {
    const auto value = get(row);
    using T = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<T, absl::Time>) {
      values.push_back(absl::FormatTime(absl::RFC3339_full, value, absl::UTCTimeZone()));
    } else if constexpr (std::is_same_v<T, bool>) {
      values.push_back(value ? "true" : "false");
    } else if constexpr (std::is_integral_v<T>) {
      values.push_back(std::to_string(value));
    } else {
      values.emplace_back(value);
    }
  }
  return db::ArrayOf(values);
}

}  // namespace hotline::notification
