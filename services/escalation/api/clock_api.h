// The RPCs of hotline.escalation.v1.ClockService: messages ⇄ store. Decides nothing.
#pragma once

#include "hotline/escalation/v1/clock_service.pb.h"
#include "platform/events/feed.h"
#include "platform/rpc/page_token.h"
#include "platform/rpc/server.h"

namespace hotline::escalation {

// Thread-safe. All pointers outlive it.
class ClockApi {
 public:
  struct Parts {
    db::Pool* pool;
    events::Feed* feed;
    const rpc::PageTokens* page_tokens;
  };
  explicit ClockApi(Parts parts) : parts_(parts) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListClocksReply> ListClocks(const rpc::Call& call,
                                                 const v1::ListClocksRequest& request);
  absl::StatusOr<v1::ClockDetail> GetClock(const rpc::Call& call,
                                           const v1::GetClockRequest& request);

 private:
  Parts parts_;
};

}  // namespace hotline::escalation
