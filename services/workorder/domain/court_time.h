// Courts live by Beijing time, which has had no daylight saving since 1991: a fixed offset serves.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace hotline::workorder {

inline absl::TimeZone CourtTimeZone() { return absl::FixedTimeZone(8 * 3600); }

inline std::string CourtDay(absl::Time time) {
  return absl::FormatTime("%Y%m%d", time, CourtTimeZone());
}

inline int CourtYear(absl::Time time) {
  return static_cast<int>(absl::ToCivilYear(time, CourtTimeZone()).year());
}

}  // namespace hotline::workorder
