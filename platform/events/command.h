// One command = one transaction that changes the row, appends one event and stores the reply under
// the caller's request id.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"

namespace hotline::events {

// Runs commands of one service so that they may be repeated. Thread-safe.
class Commands {
 public:
  // `committed` is called after every committed command (to wake the feed); may be empty.
  Commands(db::Pool* pool, const crypto::FieldCipher* cipher, std::function<void()> committed = {})
      : pool_(pool), cipher_(cipher), committed_(std::move(committed)) {}

  // Runs `body` in a transaction. When `request` has a non-empty field `request_id`, the reply is
  // stored (sealed) in the same transaction under (caller, method, request id), and a repeat gets
  // the first reply without running the body: also when both run at once, and when the first answer
  // was lost with the connection. Only successes are kept; a refused command left nothing behind.
  // The same request id with another request: INVALID_ARGUMENT (REQUEST_ID_REUSED, HTTP 422).
  template <class Reply>
  absl::StatusOr<Reply> Run(const rpc::Call& call, const google::protobuf::Message& request,
                            absl::FunctionRef<absl::StatusOr<Reply>(db::Tx&)> body) {
    Reply reply;
    absl::Status status = RunInto(call, request, &reply, [&](db::Tx& tx) {
      absl::StatusOr<Reply> result = body(tx);
      if (result.ok()) reply = *std::move(result);
      return result.status();
    });
    if (!status.ok()) return status;
    return reply;
  }

  db::Pool* pool() const { return pool_; }

 private:
  absl::Status RunInto(const rpc::Call& call, const google::protobuf::Message& request,
                       google::protobuf::Message* reply,
                       absl::FunctionRef<absl::Status(db::Tx&)> body);
  db::Pool* pool_;
  const crypto::FieldCipher* cipher_;
  std::function<void()> committed_;
};

}  // namespace hotline::events
