#include "services/identity/commands/messages.h"

#include "platform/base/masking.h"

namespace hotline::identity {
namespace {

v1::Department::Kind KindOf(const std::string& name) {
  v1::Department::Kind kind = v1::Department::GENERAL;
  v1::Department::Kind_Parse(name, &kind);
  return kind;
}

}  // namespace

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

v1::Court ToMessage(const Court& court) {
  v1::Court message;
  message.set_id(court.id);
  message.set_code(court.code);
  message.set_name(court.name);
  message.set_parent_id(court.parent_id);
  message.set_path(court.path);
  *message.mutable_create_time() = ToTimestamp(court.create_time);
  *message.mutable_update_time() = ToTimestamp(court.update_time);
  message.set_etag(std::to_string(court.head.revision));
  return message;
}

v1::Department ToMessage(const Department& department) {
  v1::Department message;
  message.set_id(department.id);
  message.set_court_id(department.court_id);
  message.set_court_path(department.court_path);
  message.set_code(department.code);
  message.set_name(department.name);
  message.set_kind(KindOf(department.kind));
  message.set_head_user_id(department.head_user_id);
  message.set_head_name(department.head_name);
  message.set_active(department.active);
  *message.mutable_create_time() = ToTimestamp(department.create_time);
  *message.mutable_update_time() = ToTimestamp(department.update_time);
  message.set_etag(std::to_string(department.head.revision));
  return message;
}

v1::User ToOwnMessage(const User& user) {
  v1::User message;
  message.set_id(user.id);
  message.set_account(user.account);
  message.set_name(user.name);
  message.set_phone(user.phone);
  message.set_email(user.email);
  message.set_court_id(user.court_id);
  message.set_court_name(user.court_name);
  message.set_department_id(user.department_id);
  message.set_department_name(user.department_name);
  message.mutable_role_codes()->Assign(user.role_codes.begin(), user.role_codes.end());
  message.set_active(user.active);
  message.set_must_change_password(user.must_change_password);
  message.set_demo(user.demo);
  if (user.last_login_time) *message.mutable_last_login_time() = ToTimestamp(*user.last_login_time);
  *message.mutable_create_time() = ToTimestamp(user.create_time);
  *message.mutable_update_time() = ToTimestamp(user.update_time);
  message.set_etag(std::to_string(user.version));
  return message;
}

v1::User ToMessage(const User& user) {
  v1::User message = ToOwnMessage(user);
  if (!user.phone.empty()) message.set_phone(MaskPhone(user.phone));
  message.set_email(MaskEmail(user.email));
  return message;
}

v1::Member ToMember(const User& user) {
  v1::Member message;
  message.set_id(user.id);
  message.set_name(user.name);
  message.set_department_id(user.department_id);
  message.mutable_role_codes()->Assign(user.role_codes.begin(), user.role_codes.end());
  return message;
}

v1::Role ToMessage(const Role& role) {
  v1::Role message;
  message.set_id(role.id);
  message.set_code(role.code);
  message.set_name(role.name);
  message.mutable_permissions()->Assign(role.permissions.begin(), role.permissions.end());
  message.set_built_in(role.built_in);
  *message.mutable_update_time() = ToTimestamp(role.update_time);
  message.set_etag(std::to_string(role.head.revision));
  return message;
}

v1::ApiKey ToMessage(const ApiKey& key, absl::Time now) {
  v1::ApiKey message;
  message.set_id(key.id);
  message.set_name(key.name);
  message.set_court_id(key.court_id);
  message.mutable_scopes()->Assign(key.scopes.begin(), key.scopes.end());
  if (key.expire_time) *message.mutable_expire_time() = ToTimestamp(*key.expire_time);
  *message.mutable_create_time() = ToTimestamp(key.create_time);
  message.set_created_by_id(key.created_by_id);
  message.set_created_by_name(key.created_by_name);
  if (key.last_used_time) *message.mutable_last_used_time() = ToTimestamp(*key.last_used_time);
  if (key.revoke_time) *message.mutable_revoke_time() = ToTimestamp(*key.revoke_time);
  message.set_active(key.ActiveAt(now));
  message.set_etag(std::to_string(key.head.revision));
  return message;
}

v1::ResolvedCourt ToResolved(const Court& court) {
  v1::ResolvedCourt message;
  message.set_id(court.id);
  message.set_code(court.code);
  message.set_name(court.name);
  message.set_path(court.path);
  message.set_parent_id(court.parent_id);
  return message;
}

v1::ResolvedDepartment ToResolved(const Department& department) {
  v1::ResolvedDepartment message;
  message.set_id(department.id);
  message.set_code(department.code);
  message.set_name(department.name);
  message.set_kind(KindOf(department.kind));
  message.set_court_id(department.court_id);
  message.set_court_path(department.court_path);
  message.set_active(department.active);
  message.set_head_user_id(department.head_user_id);
  message.set_head_name(department.head_name);
  return message;
}

v1::ResolvedUser ToResolved(const User& user) {
  v1::ResolvedUser message;
  message.set_id(user.id);
  message.set_account(user.account);
  message.set_name(user.name);
  message.set_court_id(user.court_id);
  message.set_court_path(user.court_path);
  message.set_department_id(user.department_id);
  message.set_department_name(user.department_name);
  message.set_active(user.active);
  if (user.active)
    message.mutable_permissions()->Assign(user.permissions.begin(), user.permissions.end());
  message.mutable_role_codes()->Assign(user.role_codes.begin(), user.role_codes.end());
  return message;
}

}  // namespace hotline::identity
