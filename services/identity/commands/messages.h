// Directory values as the API shows them.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "hotline/identity/v1/api_key_service.pb.h"
#include "hotline/identity/v1/directory.pb.h"
#include "hotline/identity/v1/resolve_service.pb.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

v1::Court ToMessage(const Court& court);
v1::Department ToMessage(const Department& department);
v1::User ToMessage(const User& user);     // Telephone and address masked.
v1::User ToOwnMessage(const User& user);  // For the user's own eyes.
v1::Member ToMember(const User& user);
v1::Role ToMessage(const Role& role);
v1::ApiKey ToMessage(const ApiKey& key, absl::Time now);

v1::ResolvedCourt ToResolved(const Court& court);
v1::ResolvedDepartment ToResolved(const Department& department);
v1::ResolvedUser ToResolved(const User& user);

}  // namespace hotline::identity
