// Fields of a request by the names clients use: "caseNumber", "requester.phone".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "platform/base/status.h"

namespace hotline::gateway {

using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

std::string JsonPath(const FieldPath& path);
// By proto names: "work_order.id"; empty when there is no such field.
FieldPath FindByProtoName(const google::protobuf::Descriptor& message, std::string_view dotted);

// Messages whose JSON form is one string, number or bool.
bool IsScalarMessage(const google::protobuf::Descriptor& message);
// Messages that JSON requests may not carry: Any, Struct, Value, ListValue, FieldMask.
bool IsUnsupportedMessage(const google::protobuf::Descriptor& message);

// Every field that can stand in a query, by its JSON path: scalars, repeated scalars, and those of
// nested messages.
std::map<std::string, FieldPath, std::less<>> QueryFields(
    const google::protobuf::Descriptor& message);

// Sets or adds one value given as text, as it stands in a path or query. Returns what is wrong with
// it.
std::optional<Violation> SetFromText(const FieldPath& path, std::string_view text,
                                     google::protobuf::Message* message);

// The messages on the way to the last field, made where missing.
google::protobuf::Message* Parent(const FieldPath& path, google::protobuf::Message* message);

}  // namespace hotline::gateway
