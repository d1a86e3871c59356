// The RPCs of hotline.notification.v1.QuietHoursService: messages ⇄ rows.
#pragma once

#include "hotline/notification/v1/quiet_hours_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/server.h"

namespace hotline::notification {

// Thread-safe.
class QuietHoursApi {
 public:
  explicit QuietHoursApi(events::Commands* commands) : commands_(commands) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListQuietHoursReply> List(const rpc::Call& call,
                                               const v1::ListQuietHoursRequest& request);
  // NO_QUIET_HOURS: the channel knows none.
  absl::StatusOr<v1::QuietHours> Set(const rpc::Call& call,
                                     const v1::SetQuietHoursRequest& request);
  // NO_QUIET_HOURS; QUIET_HOURS_INHERITED: the court has none of its own.
  absl::StatusOr<v1::QuietHours> Remove(const rpc::Call& call,
                                        const v1::RemoveQuietHoursRequest& request);

 private:
  events::Commands* commands_;
};

}  // namespace hotline::notification
