// absl::Time ⇄ google.protobuf.Timestamp, to the microsecond, which is what the database keeps.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace hotline::workorder {

inline absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Microseconds(timestamp.nanos() / 1000);
}

inline void SetTime(google::protobuf::Timestamp* to, absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);  // Rounds down, also before 1970.
  to->set_seconds(seconds);
  to->set_nanos(
      static_cast<int32_t>(absl::ToInt64Microseconds(time - absl::FromUnixSeconds(seconds))) *
      1000);
}

}  // namespace hotline::workorder
