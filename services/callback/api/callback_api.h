// The RPCs of hotline.callback.v1.CallbackService: messages ⇄ commands. Decides nothing.
#pragma once

#include <functional>
#include <string>

#include "hotline/callback/v1/callback_service.pb.h"
#include "platform/events/command.h"
#include "platform/events/feed.h"
#include "platform/rpc/page_token.h"
#include "platform/rpc/server.h"
#include "services/callback/commands/acting.h"
#include "services/callback/commands/conclude.h"

namespace hotline::callback {

// Thread-safe. All pointers outlive it.
class CallbackApi {
 public:
  struct Parts {
    events::Commands* commands;
    const Stores* stores;
    const Conclusion* conclusion;
    events::Feed* feed;
    const rpc::PageTokens* page_tokens;
    std::function<void()> conclude_later;  // Wakes the worker; may be empty.
  };
  explicit CallbackApi(Parts parts) : parts_(std::move(parts)) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListTasksReply> ListTasks(const rpc::Call& call,
                                               const v1::ListTasksRequest& request);
  absl::StatusOr<v1::CallbackTask> GetTask(const rpc::Call& call,
                                           const v1::GetTaskRequest& request);
  absl::StatusOr<v1::CallbackTask> Claim(const rpc::Call& call, const v1::ClaimRequest& request);
  absl::StatusOr<v1::CallbackTask> ClaimNext(const rpc::Call& call,
                                             const v1::ClaimNextRequest& request);
  absl::StatusOr<v1::CallbackTask> Release(const rpc::Call& call,
                                           const v1::ReleaseRequest& request);
  absl::StatusOr<v1::CallbackTask> RecordAttempt(const rpc::Call& call,
                                                 const v1::RecordAttemptRequest& request);
  absl::StatusOr<v1::CallbackTask> Complete(const rpc::Call& call,
                                            const v1::CompleteRequest& request);
  absl::StatusOr<v1::ListRatingsReply> ListRatings(const rpc::Call& call,
                                                   const v1::ListRatingsRequest& request);
  absl::StatusOr<v1::Rating> RequestSetAside(const rpc::Call& call,
                                             const v1::RequestSetAsideRequest& request);
  absl::StatusOr<v1::Rating> DecideSetAside(const rpc::Call& call,
                                            const v1::DecideSetAsideRequest& request);
  absl::StatusOr<v1::ListSetAsidesReply> ListSetAsides(const rpc::Call& call,
                                                       const v1::ListSetAsidesRequest& request);

 private:
  // The view of one task, in the transaction that just read or changed it.
  absl::StatusOr<v1::CallbackTask> View(db::Tx& tx, const Task& task, const rpc::Call& call);
  Parts parts_;
};

}  // namespace hotline::callback
