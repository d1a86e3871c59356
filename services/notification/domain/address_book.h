// Where people are reached. Addresses belong to other services, and none is kept here.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace hotline::notification {

// Thread-safe. Asked before a transaction opens, never inside one.
class AddressBook {
 public:
  virtual ~AddressBook() = default;
  // Both NOT_FOUND (NO_ADDRESS) when there is none, or nobody to tell.
  virtual absl::StatusOr<std::string> EmailOf(const std::string& user_id) = 0;
  // Of the order's requester, in one form. The reading is recorded under `purpose`.
  virtual absl::StatusOr<std::string> PhoneOf(const std::string& order_id,
                                              const std::string& purpose) = 0;
};

}  // namespace hotline::notification
