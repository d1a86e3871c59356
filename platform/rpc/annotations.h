// What the annotations of protos/hotline/api/v1/options.proto mean, for whoever derives something
// from them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "nlohmann/json_fwd.hpp"
#include "platform/base/caller.h"

namespace hotline::rpc {

// Every method of every service of ours that is linked into this program, in order of name.
std::vector<const google::protobuf::MethodDescriptor*> AllMethods();

// UNAUTHENTICATED (SIGN_IN_REQUIRED) for anonymous callers, PERMISSION_DENIED (PERMISSION_MISSING)
// otherwise.
absl::Status CheckAccess(const google::protobuf::MethodDescriptor& method, const Caller& caller);

// Every violation of the field rules at once, as RefuseInput gives it. Unset optional messages are
// not entered.
absl::Status CheckRules(const google::protobuf::Message& message);

// The message as JSON fit for a log: sensitive fields replaced by "***", texts cut at 200
// characters.
nlohmann::json LogForm(const google::protobuf::Message& message);

}  // namespace hotline::rpc
