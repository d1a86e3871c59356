// Server-streaming methods as server-sent events: each message is one event, numbered, its data the
// JSON of the message.
//
// An error before the first message is an ordinary problem document; later it comes as an `error`
// event with the problem as its data, and the stream ends. A comment every 15 s keeps proxies from
// cutting an idle stream. The stream ends after GatewayOptions::longest_stream; a client that comes
// again is authenticated again. When the client goes, the call is cancelled.
#pragma once

#include <memory>
#include <string>

#include "gateway/rest/exchange_scope.h"
#include "gateway/transcode/routes.h"
#include "platform/rpc/client.h"

namespace hotline::gateway {

void StartSse(std::unique_ptr<ExchangeScope> scope, const Route* route, rpc::Channel* channel,
              std::string request);

}  // namespace hotline::gateway
