#include "gateway/openapi/document.h"

#include <algorithm>
#include <set>

#include "gateway/http/text.h"
#include "gateway/openapi/schema.h"

namespace hotline::gateway {
namespace openapi {
namespace {

using google::protobuf::FieldDescriptor;

Json JsonContent(Json schema) { return {{"application/json", {{"schema", std::move(schema)}}}}; }

Json ProblemSchema() {
  return Json::parse(R"({
    "type": "object",
    "description": "RFC 9457. `reason` is stable; `detail` is for people.",
    "required": ["type", "title", "status", "detail", "code", "reason", "traceId"],
    "properties": {
      "type": {"type": "string", "format": "uri"},
      "title": {"type": "string"},
      "status": {"type": "integer"},
      "detail": {"type": "string"},
      "instance": {"type": "string", "format": "uri-reference"},
      "code": {"type": "string", "description": "Canonical code: INVALID_ARGUMENT, NOT_FOUND, …"},
      "reason": {"type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,62}$"},
      "violations": {"type": "array", "items": {
        "type": "object",
        "required": ["field", "reason", "detail"],
        "properties": {
          "field": {"type": "string", "description": "JSON path of the field or name of the parameter."},
          "reason": {"type": "string"}, "limit": {"type": "string"}, "detail": {"type": "string"}}}},
      "traceId": {"type": "string"}}})");
}

// "hotline.workorder.v1" and "SignIn" → "workorder.signIn": unique, and short enough for generated
// clients.
std::string OperationId(const Route& route, std::set<std::string>* used) {
  std::string package = route.method->file()->package();
  size_t begin = package.starts_with("hotline.") ? 8 : 0;
  std::string name = route.method->name();
  name[0] = LowerAscii(name[0]);
  std::string id = package.substr(begin, package.find('.', begin) - begin) + "." + name;
  std::string unique = id;
  for (int i = 2; !used->insert(unique).second; ++i) unique = id + std::to_string(i);
  return unique;
}

Json Parameter(const std::string& name, const std::string& in, bool required, Json schema) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}};
}

bool IsRequired(const FieldPath& path) {
  return path.size() == 1 && path[0]->options().GetExtension(api::v1::rules).required();
}

Json Parameters(const Route& route, Schemas* schemas) {
  Json list = Json::array();
  for (const FieldPath& path : route.path_fields) {
    Json schema = schemas->Field(*path.back(), true);
    if (schema.value("type", "") == "string" && !schema.contains("minLength"))
      schema["minLength"] = 1;
    list.push_back(Parameter(JsonPath(path), "path", true, std::move(schema)));
  }
  for (const auto& [name, path] : route.query) {
    Json parameter = Parameter(name, "query", IsRequired(path), schemas->Field(*path.back(), true));
    if (path.back()->is_repeated()) parameter["explode"] = true;
    list.push_back(std::move(parameter));
  }
  auto shared = [&](const std::string& name) {
    list.push_back({{"$ref", "#/components/parameters/" + name}});
  };
  if (route.request_id != nullptr) shared("IdempotencyKey");
  if (route.etag != nullptr && route.http_method != "GET") shared("IfMatch");
  return list;
}

Json RequestBody(const Route& route, Schemas* schemas) {
  switch (route.body) {
    case Route::Body::kNone:
      return nullptr;
    case Route::Body::kRaw:
      return {{"required", true},
              {"content", {{"*/*", {{"schema", {{"type", "string"}, {"format", "binary"}}}}}}}};
    case Route::Body::kField:
      return {{"required", true},
              {"content", JsonContent(schemas->RefTo(*route.body_field->message_type(), true))}};
    case Route::Body::kWhole:
      break;
  }
  std::vector<const FieldDescriptor*> elsewhere;
  for (const FieldPath& path : route.path_fields) elsewhere.push_back(path[0]);
  // Written as headers; the same values are taken in the body, too.
  if (route.request_id != nullptr) elsewhere.push_back(route.request_id);
  if (route.etag != nullptr) elsewhere.push_back(route.etag);
  Json schema = schemas->Object(*route.method->input_type(), true, elsewhere);
  return {{"required", schema.contains("required")}, {"content", JsonContent(std::move(schema))}};
}

Json Success(const Route& route, Schemas* schemas) {
  Json response = {{"description", "Success"}};
  response["headers"] = {{"X-Trace-Id", {{"$ref", "#/components/headers/TraceId"}}},
                         {"RateLimit", {{"$ref", "#/components/headers/RateLimit"}}},
                         {"RateLimit-Policy", {{"$ref", "#/components/headers/RateLimitPolicy"}}}};
  const google::protobuf::Descriptor& reply = *route.method->output_type();
  if (route.download_field != nullptr) {
    response["content"] = {{"*/*", {{"schema", {{"type", "string"}, {"format", "binary"}}}}}};
  } else if (route.streaming()) {
    response["description"] = "Server-sent events; the data of each is one message";
    response["content"] = {
        {"text/event-stream",
         {{"schema", {{"type", "string"}}}, {"x-event-data", schemas->RefTo(reply, false)}}}};
  } else {
    response["content"] = JsonContent(schemas->RefTo(reply, false));
  }
  if (reply.FindFieldByName("etag") != nullptr)
    response["headers"]["ETag"] = {{"$ref", "#/components/headers/ETag"}};
  return response;
}

Json Access(const Route& route) {
  if (route.for_anyone()) return {{"anyone", true}};
  if (route.options->access().signed_in()) return {{"signedIn", true}};
  Json permissions = Json::array();
  for (const std::string& permission : route.options->access().permissions().any_of())
    permissions.push_back(permission);
  return {{"anyOf", permissions}};
}

Json Operation(const Route& route, Schemas* schemas, std::set<std::string>* ids) {
  Json operation;
  operation["operationId"] = OperationId(route, ids);
  operation["tags"] = Json::array({route.method->service()->name()});
  operation["summary"] =
      route.options->summary().empty() ? route.method->name() : route.options->summary();
  if (Json parameters = Parameters(route, schemas); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (Json body = RequestBody(route, schemas); !body.is_null())
    operation["requestBody"] = std::move(body);
  operation["responses"] = {{std::to_string(route.success_status), Success(route, schemas)},
                            {"4XX", {{"$ref", "#/components/responses/Problem"}}},
                            {"5XX", {{"$ref", "#/components/responses/Problem"}}}};
  if (route.for_anyone()) operation["security"] = Json::array();
  operation["x-access"] = Access(route);
  return operation;
}

Json Components(const Schemas& schemas) {
  Json components;
  components["schemas"]["Problem"] = ProblemSchema();
  for (const auto& [name, schema] : schemas.components()) components["schemas"][name] = schema;
  components["securitySchemes"] = {
      {"bearer",
       {{"type", "http"},
        {"scheme", "bearer"},
        {"description", "accessToken of POST /api/v1/auth:login"}}},
      {"apiKey", {{"type", "apiKey"}, {"in", "header"}, {"name", "X-Api-Key"}}}};
  components["parameters"]["IdempotencyKey"] = {
      {"name", "Idempotency-Key"},
      {"in", "header"},
      {"required", false},
      {"description",
       "Repeating a request with the same key gives the first answer. Quoted or bare, visible "
       "ASCII."},
      {"schema", {{"type", "string"}, {"minLength", 1}, {"maxLength", 130}}}};
  components["parameters"]["IfMatch"] = {
      {"name", "If-Match"},
      {"in", "header"},
      {"required", false},
      {"description", "The ETag that was read; 412 when the resource has changed since."},
      {"schema", {{"type", "string"}, {"maxLength", 70}}}};
  auto header = [](const char* description) -> Json {
    return {{"description", description}, {"schema", {{"type", "string"}}}};
  };
  components["headers"] = {
      {"TraceId", header("Of this request; to be given when asking for help.")},
      {"ETag", header("The revision.")},
      {"RateLimit", header("What is left of the quota.")},
      {"RateLimitPolicy", header("The quota.")}};
  components["responses"]["Problem"] = {
      {"description", "Refused; see `reason`"},
      {"content",
       {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
  return components;
}

}  // namespace

std::string Document(const Routes& routes) {
  Json document;
  document["openapi"] = "3.1.0";
  document["info"] = {{"title", "Hotline 12368"},
                      {"version", "1"},
                      {"description",
                       "The 12368 hotline of a court. Every refusal is a problem document with a "
                       "stable `reason`."}};
  document["servers"] = Json::array({{{"url", "/"}}});
  document["security"] = Json::array({{{"bearer", Json::array()}}, {{"apiKey", Json::array()}}});
  Schemas schemas;
  std::set<std::string> ids, tags;
  std::map<std::string, Json> paths;
  for (const auto& route : routes.all()) {
    std::string method = route->http_method;
    std::transform(method.begin(), method.end(), method.begin(), LowerAscii);
    paths[route->pattern][method] = Operation(*route, &schemas, &ids);
    tags.insert(route->method->service()->name());
  }
  document["tags"] = Json::array();
  for (const std::string& tag : tags) document["tags"].push_back({{"name", tag}});
  document["paths"] = Json::object();
  for (auto& [path, item] : paths) document["paths"][path] = std::move(item);
  document["components"] = Components(schemas);
  return document.dump(2);
}

}  // namespace openapi

std::string OpenApiDocument() {
  absl::StatusOr<Routes> routes = Routes::Make(ServedMethods());
  return routes.ok() ? openapi::Document(*routes) : "";
}

}  // namespace hotline::gateway
