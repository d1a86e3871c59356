// Courts as the identity service keeps them.
#pragma once

#include "platform/rpc/client.h"
#include "services/escalation/commands/courts.h"

namespace hotline::escalation {

class IdentityCourts : public Courts {
 public:
  explicit IdentityCourts(rpc::Channel* channel) : channel_(channel) {}
  absl::StatusOr<Court> Find(const std::string& id) override;

 private:
  rpc::Channel* channel_;
};

}  // namespace hotline::escalation
