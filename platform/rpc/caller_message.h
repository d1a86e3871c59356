// Caller as plain values ⇄ as a message (identity answers with the message; everybody else holds
// the values).
#pragma once

#include "hotline/rpc/v1/caller.pb.h"
#include "platform/base/caller.h"

namespace hotline::rpc {

v1::Caller ToMessage(const Caller& caller);
Caller FromMessage(const v1::Caller& message);

}  // namespace hotline::rpc
