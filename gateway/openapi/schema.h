// JSON Schema (2020-12) of messages as the gateway reads and writes them.
#pragma once

#include <map>
#include <string>

#include "google/protobuf/descriptor.h"
#include "nlohmann/json.hpp"

namespace hotline::gateway::openapi {

using Json = nlohmann::ordered_json;

// Collects the schemas that were referred to, by component name. Requests and replies differ:
// requests have rules, refuse unknown fields and need what is required; replies name all fields
// that are always there.
class Schemas {
 public:
  Json RefTo(const google::protobuf::Descriptor& message, bool request);
  // One field's value, with its rules as keywords; repeated ones as arrays.
  Json Field(const google::protobuf::FieldDescriptor& field, bool request);
  // A request without the fields that path, headers or other places give.
  Json Object(const google::protobuf::Descriptor& message, bool request,
              const std::vector<const google::protobuf::FieldDescriptor*>& without);

  const std::map<std::string, Json>& components() const { return components_; }

 private:
  Json Value(const google::protobuf::FieldDescriptor& field, bool request);
  std::map<std::string, Json> components_;
};

// "hotline.workorder.v1.Application.Kind" → "workorder.Application.Kind"
std::string ComponentName(const std::string& full_name);

}  // namespace hotline::gateway::openapi
