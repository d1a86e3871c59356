#include "gateway/transcode/routes.h"

#include "catch2/catch.hpp"
#include "platform/rpc/annotations.h"

namespace hotline::gateway {
namespace {

TEST_CASE("templates say which paths they match") {
  auto match = [](const char* text, const char* path) -> std::string {
    auto parsed = PathTemplate::Parse(text);
    REQUIRE(parsed.ok());
    auto values = parsed->Match(CutPath(path));
    if (!values) return "no";
    std::string all;
    for (const std::string& value : *values) all += "[" + value + "]";
    return "yes" + all;
  };
  CHECK(match("/a/{id}", "/a/7") == "yes[7]");
  CHECK(match("/a/{id}:go", "/a/7:go") == "yes[7]");
  CHECK(match("/a/{id}", "/a/7:go") == "no");
  CHECK(match("/a/{id}", "/a/7%3Ago") == "yes[7:go]");
  CHECK(match("/a/{id}", "/a/x%2Fy") == "yes[x/y]");
  CHECK(match("/a/{id}:go", "/a/x:y:go") == "yes[x:y]");
  CHECK(match("/a:list", "/a:list") == "yes");
  CHECK(match("/a/{id}", "/a/7:") == "yes[7:]");
  CHECK(match("/a/{x}/b/{y=*}", "/a/1/b/2") == "yes[1][2]");
  for (const char* path : {"/a/", "/a", "/a//", "/a/7/", "//a/7", "/A/7", "/a/%00", "/a/%ff",
                           "/a/%zz", "/a/%4", "/a/../7"}) {
    INFO(path);
    CHECK(match("/a/{id}", path) == "no");
  }
  for (const char* bad : {"a", "/a/{id", "/a/{}", "/a/{x=**}", "/a//b", "/a/{x=b/*}", "/a/x{y}"})
    CHECK_FALSE(PathTemplate::Parse(bad).ok());
}

TEST_CASE("all methods of the program can be routed") {
  absl::StatusOr<Routes> routes = Routes::Make(rpc::AllMethods());
  INFO(routes.status().ToString());
  REQUIRE(routes.ok());
  Routes::Found found = routes->Find("POST", "/api/v1/workOrders/o1:dispatch");
  REQUIRE(found.route != nullptr);
  CHECK(found.route->rpc == "hotline.workorder.v1.WorkOrderService/Dispatch");
  CHECK(found.route->pattern == "/api/v1/workOrders/{id}:dispatch");
  CHECK(found.values == std::vector<std::string>{"o1"});
  CHECK(routes->Find("HEAD", "/api/v1/workOrders/o1").route != nullptr);
  CHECK(routes->Find("GET", "/api/v1/workOrders").route->query.contains("createdAfter"));
  CHECK(routes->Find("DELETE", "/api/v1/workOrders").allowed ==
        std::vector<std::string>{"GET", "HEAD", "POST"});
  // Services-only methods have no address.
  for (const auto& route : routes->all()) CHECK_FALSE(route->options->access().services());
}

TEST_CASE("methods made for tests are not served") {
  for (const auto* method : ServedMethods())
    CHECK_FALSE(method->full_name().starts_with("hotline.testing."));
}

TEST_CASE("two methods cannot have one address") {
  std::vector<const google::protobuf::MethodDescriptor*> twice = rpc::AllMethods();
  twice.push_back(twice.back());
  for (const auto* method : rpc::AllMethods()) {
    if (method->full_name() == "hotline.testing.v1.EchoService.Echo") twice.push_back(method);
  }
  CHECK(Routes::Make(twice).status().code() == absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace hotline::gateway
