#include "services/notification/api/messages.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/base/status.h"

namespace hotline::notification {

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1000000);
  timestamp.set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
  return timestamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string KeyOfTime(absl::Time time) { return absl::StrCat(absl::ToUnixMicros(time)); }

absl::StatusOr<absl::Time> TimeOfKey(const std::string& key) {
  int64_t micros = 0;
  if (!absl::SimpleAtoi(key, &micros)) return Invalid("INVALID_PAGE_TOKEN");
  return absl::FromUnixMicros(micros);
}

v1::Notice ToMessage(const Notice& notice) {
  v1::Notice message;
  message.set_id(notice.id);
  message.set_title(notice.title);
  message.set_body(notice.body);
  message.set_event_type(notice.event_type);
  message.set_work_order_id(notice.work_order_id);
  message.set_work_order_number(notice.work_order_number);
  message.set_important(notice.important);
  message.set_for_department(notice.for_department);
  *message.mutable_event_time() = ToTimestamp(notice.event_time);
  *message.mutable_create_time() = ToTimestamp(notice.create_time);
  if (notice.read_time) *message.mutable_read_time() = ToTimestamp(*notice.read_time);
  message.set_receipt_count(notice.receipt_count);
  return message;
}

v1::ReadReceipt ToMessage(const Receipt& receipt) {
  v1::ReadReceipt message;
  message.set_user_id(receipt.user_id);
  message.set_user_name(receipt.user_name);
  *message.mutable_read_time() = ToTimestamp(receipt.read_time);
  return message;
}

v1::NotificationRule ToMessage(const Rule& rule) {
  v1::NotificationRule message;
  message.set_id(rule.id);
  message.set_name(rule.name);
  message.set_channel(static_cast<v1::Channel>(rule.channel));
  message.set_at_once(rule.at_once);
  message.set_event_type(rule.event_type);
  for (const auto& [field, values] : rule.conditions) {
    v1::Condition& condition = *message.mutable_conditions()->add_all();
    condition.set_field(field);
    for (const std::string& value : values) condition.add_values(value);
  }
  message.set_audience(static_cast<v1::Audience>(rule.audience));
  message.set_template_(rule.template_code);
  message.set_important(rule.important);
  message.set_active(rule.active);
  message.set_built_in(rule.built_in);
  message.set_court_path(rule.court_path);
  message.set_version(rule.revision);
  if (rule.revision > 0) *message.mutable_update_time() = ToTimestamp(rule.update_time);
  message.set_updated_by_name(rule.updated_by_name);
  message.set_etag(absl::StrCat(rule.revision));
  return message;
}

}  // namespace hotline::notification
