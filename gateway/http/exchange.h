// Internal to http/: the exchange that a connection hands to the handler.
#pragma once

#include <memory>

#include "gateway/http/connection.h"

namespace hotline::gateway::http {

// Keeps the connection alive. Dropped unanswered, it answers 500; dropped in the middle of a
// stream, it ends it.
std::shared_ptr<Exchange> MakeExchange(std::shared_ptr<Connection> connection, RequestHead head);

}  // namespace hotline::gateway::http
