// The caller on the wire: metadata "x-hotline-caller", signed with a key that all processes of one
// system share, valid for two minutes. A port reached past the gateway gives nothing away without
// it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/base/caller.h"

namespace hotline::rpc {

inline constexpr char kCallerMetadata[] = "x-hotline-caller-bin";
inline constexpr char kTraceMetadata[] = "x-hotline-trace";

std::string SignCaller(const Caller& caller, std::string_view key, absl::Time now);

// UNAUTHENTICATED (CALLER_UNSIGNED) for anything that was not signed with `key` or is too old.
absl::StatusOr<Caller> VerifyCaller(std::string_view signed_caller, std::string_view key,
                                    absl::Time now);

}  // namespace hotline::rpc
