// Adding and renaming courts.
#pragma once

#include "hotline/identity/v1/directory_service.pb.h"
#include "platform/rpc/call.h"
#include "services/identity/commands/context.h"

namespace hotline::identity {

// Refusals: COURT_NOT_FOUND, COURT_EXISTS, ETAG_MISMATCH.
class CourtCommands {
 public:
  explicit CourtCommands(const Context& context) : context_(context) {}
  absl::StatusOr<v1::Court> Create(const rpc::Call& call, const v1::CreateCourtRequest& request);
  absl::StatusOr<v1::Court> Update(const rpc::Call& call, const v1::UpdateCourtRequest& request);

 private:
  Context context_;
};

}  // namespace hotline::identity
