#include "gateway/openapi/document.h"

#include <set>

#include "catch2/catch.hpp"
#include "nlohmann/json.hpp"

namespace hotline::gateway {
namespace {

using nlohmann::json;

void CollectRefs(const json& node, std::set<std::string>* refs) {
  if (node.is_object() && node.contains("$ref")) refs->insert(node["$ref"].get<std::string>());
  if (node.is_structured()) {
    for (const auto& child : node) CollectRefs(child, refs);
  }
}

TEST_CASE("the document describes every route and refers to nothing that is missing") {
  json document = json::parse(OpenApiDocument());
  std::set<std::string> refs, ids;
  CollectRefs(document, &refs);
  for (const std::string& ref : refs) {
    INFO(ref);
    CHECK(document.contains(json::json_pointer(ref.substr(1))));
  }
  auto routes = Routes::Make(ServedMethods());
  for (const auto& route : routes->all()) {
    INFO(route->pattern);
    std::string method = route->http_method;
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    const json& operation = document["paths"][route->pattern][method];
    REQUIRE(operation.is_object());
    CHECK(operation["responses"].contains(std::to_string(route->success_status)));
    CHECK(ids.insert(operation["operationId"]).second);
  }
  CHECK(document.dump().find("hotline.testing") == std::string::npos);
}

TEST_CASE("rules become keywords") {
  json document = json::parse(OpenApiDocument());
  const json& registration = document["paths"]["/api/v1/workOrders"]["post"];
  CHECK(registration["responses"].contains("201"));
  const json& body = registration["requestBody"]["content"]["application/json"]["schema"];
  CHECK(body["additionalProperties"] == false);
  CHECK(body["properties"]["title"]["maxLength"] == 128);
  CHECK(body["properties"]["title"]["minLength"] == 1);
  CHECK_FALSE(body["properties"].contains("requestId"));
  CHECK(registration["parameters"][0]["$ref"] == "#/components/parameters/IdempotencyKey");
  json required = body["required"];
  CHECK(std::find(required.begin(), required.end(), "requester") != required.end());
  const json& login = document["paths"]["/api/v1/auth:login"]["post"];
  CHECK(login["security"].empty());
  const json& watch = document["paths"]["/api/v1/workOrders:watchCounts"]["get"];
  CHECK(watch["responses"]["200"]["content"].contains("text/event-stream"));
}

}  // namespace
}  // namespace hotline::gateway
