// Rows → messages, and handlers → bindings.
#pragma once

#include "google/protobuf/timestamp.pb.h"
#include "hotline/notification/v1/notice_service.pb.h"
#include "hotline/notification/v1/rule_service.pb.h"
#include "platform/rpc/server.h"
#include "services/notification/domain/rule.h"
#include "services/notification/store/notice_store.h"

namespace hotline::notification {

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);
// A time in the key of a page. INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
std::string KeyOfTime(absl::Time time);
absl::StatusOr<absl::Time> TimeOfKey(const std::string& key);
v1::Notice ToMessage(const Notice& notice);
v1::ReadReceipt ToMessage(const Receipt& receipt);
v1::NotificationRule ToMessage(const Rule& rule);

// A member function as handler of a method.
template <class Object, class Request, class Reply>
void BindUnary(rpc::ServiceBinding& binding, std::string_view method, Object* object,
               absl::StatusOr<Reply> (Object::*handler)(const rpc::Call&, const Request&)) {
  binding.Unary<Request, Reply>(method,
                                [object, handler](const rpc::Call& call, const Request& request) {
                                  return (object->*handler)(call, request);
                                });
}

}  // namespace hotline::notification
