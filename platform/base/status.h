// Refusals as values.
//
// An expected refusal is an absl::Status that carries, besides its code and an English message for
// developers, a stable machine-readable reason ("WRONG_STATE"), named parameters for the message
// shown to people, and, for bad input, every violated field. The gateway turns these into problem
// documents and the rpc layer into google.rpc.Status; neither this header nor its users know of
// protobuf.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hotline {

using Params = std::map<std::string, std::string>;

struct Violation {
  std::string field;   // JSON path: "requester.phone", "attachmentIds[3]".
  std::string reason;  // REQUIRED, TOO_LONG, TOO_SHORT, PATTERN, FORMAT, RANGE, UNKNOWN_FIELD, …
  std::string limit;   // What was allowed, when there is a figure; else empty.
};

// `reason` is UPPER_SNAKE, at most 63 characters, stable for ever, and has an entry in the message
// files.
absl::Status Refuse(absl::StatusCode code, std::string_view reason, const Params& params = {});
absl::Status RefuseInput(
    const std::vector<Violation>& violations);  // INVALID_ARGUMENT, INVALID_INPUT

// Shorthands for the codes in daily use.
absl::Status NotFound(std::string_view reason, const Params& params = {});
absl::Status Precondition(std::string_view reason,
                          const Params& params = {});                       // FAILED_PRECONDITION
absl::Status Denied(std::string_view reason, const Params& params = {});    // PERMISSION_DENIED
absl::Status Invalid(std::string_view reason, const Params& params = {});   // INVALID_ARGUMENT
absl::Status Conflict(std::string_view reason, const Params& params = {});  // ALREADY_EXISTS

// Empty for OK; for a status that was not made here, the name of its code ("UNAVAILABLE").
std::string ReasonOf(const absl::Status& status);
Params ParamsOf(const absl::Status& status);
std::vector<Violation> ViolationsOf(const absl::Status& status);

}  // namespace hotline

// Returns the status of `expr` from the enclosing function unless it is OK.
#define HOTLINE_RETURN_IF_ERROR(expr) \
  HOTLINE_RETURN_IF_ERROR_(HOTLINE_CONCAT_(_status_, __LINE__), expr)
#define HOTLINE_RETURN_IF_ERROR_(tmp, expr)               \
  do {                                                    \
    if (absl::Status tmp = (expr); !tmp.ok()) return tmp; \
  } while (false)

// Declares or assigns `lhs` from a StatusOr, or returns its status.
#define HOTLINE_ASSIGN_OR_RETURN(lhs, expr) \
  HOTLINE_ASSIGN_OR_RETURN_(HOTLINE_CONCAT_(_status_or_, __LINE__), lhs, expr)
#define HOTLINE_ASSIGN_OR_RETURN_(tmp, lhs, expr) \
  auto tmp = (expr);                              \
  if (!tmp.ok()) return tmp.status();             \
  lhs = std::move(tmp).value()
#define HOTLINE_CONCAT_(a, b) HOTLINE_CONCAT_INNER_(a, b)
#define HOTLINE_CONCAT_INNER_(a, b) a##b
