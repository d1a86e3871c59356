// What a feed of these events answers, for fakes of other services. The events are in order of
// their positions.
#pragma once

#include <algorithm>
#include <vector>

#include "hotline/events/v1/events.pb.h"

namespace hotline::testing {

inline events::v1::PullEventsResponse PullFrom(const std::vector<events::v1::Event>& feed,
                                               const events::v1::PullEventsRequest& request) {
  events::v1::PullEventsResponse response;
  response.set_through(request.after());
  int looked_at = 0;
  for (const events::v1::Event& event : feed) {
    if (event.position() <= request.after()) continue;
    if (looked_at == request.limit()) {
      response.set_more(true);
      break;
    }
    ++looked_at;
    response.set_through(event.position());
    if (std::ranges::count(request.except_types(), event.type()) == 0)
      *response.add_events() = event;
  }
  return response;
}

}  // namespace hotline::testing
