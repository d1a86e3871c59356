// The OpenAPI 3.1 document of all routes, from the same descriptors that serve them.
#pragma once

#include <string>

#include "gateway/transcode/routes.h"

namespace hotline::gateway {

namespace openapi {
std::string Document(const Routes& routes);
}  // namespace openapi

// Of every method linked into the program, for `hotline openapi`. Empty when an annotation cannot
// be served (Gateway::Start says why).
std::string OpenApiDocument();

}  // namespace hotline::gateway
