// Internal to http/: the lines before a body.
#pragma once

#include <string>

#include "gateway/http/message.h"

namespace hotline::gateway::http {

// Status line, Date, the response's headers and what is to be said of the connection; without
// framing and the empty line.
std::string ResponseHead(const Response& response, bool keep_alive, bool http10);

}  // namespace hotline::gateway::http
