// How long is kept what may go one day, in days. Histories, orders and what was read of personal
// data are kept for ever.
#pragma once

namespace hotline::config {

struct Retention {
  // Since the last change. An event is applied again within a week at most, so that what is gone
  // does not come back.
  int delivery_days = 180;  // Delivered or dropped.
  int dead_delivery_days = 400;
  int notice_days = 400;  // Unread ones are counted for 90 days.
};

}  // namespace hotline::config
