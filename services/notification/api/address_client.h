// Addresses from the services that own them.
#pragma once

#include <string>

#include "platform/rpc/client.h"
#include "services/notification/domain/address_book.h"

namespace hotline::notification {

// Remembers nothing: who has just been given another address is written to there.
class AddressClient : public AddressBook {
 public:
  AddressClient(rpc::Channel* identity, rpc::Channel* work_orders)
      : identity_(identity), work_orders_(work_orders) {}

  absl::StatusOr<std::string> EmailOf(const std::string& user_id) override;
  absl::StatusOr<std::string> PhoneOf(const std::string& order_id,
                                      const std::string& purpose) override;

 private:
  rpc::Channel* identity_;
  rpc::Channel* work_orders_;
};

}  // namespace hotline::notification
