#include "server/config.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "CLI/CLI.hpp"
#include "catch2/catch.hpp"

namespace hotline::server {
namespace {

// A file, and variables that end with the test.
struct Settings {
  explicit Settings(const std::string& text) { std::ofstream(path) << text; }
  ~Settings() {
    std::remove(path.c_str());
    for (const std::string& name : names) unsetenv(name.c_str());
  }
  void Set(const std::string& name, const std::string& value) {
    setenv(name.c_str(), value.c_str(), 1);
    names.push_back(name);
  }
  Config Read(std::vector<std::string> arguments = {}) const {
    Config config;
    CLI::App app;
    AddOptions(app, config);
    arguments.insert(arguments.end(), {"--config", path});
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back.
    app.parse(std::move(arguments));
    return config;
  }
  std::string path =
      (std::filesystem::temp_directory_path() / ("hotline-config-" + std::to_string(getpid())))
          .string();
  std::vector<std::string> names;
};

TEST_CASE("the command line goes over the environment, that over the file, that over the default") {
  Settings settings(
      "http = \"file:1\"\nmetrics = \"file:2\"\ngrpc = \"file:3\"\naddresses = "
      "[\"identity=file:4\"]\ndemo = true\n");
  settings.Set("HOTLINE_HTTP", "environment:1");
  settings.Set("HOTLINE_METRICS", "environment:2");
  settings.Set("HOTLINE_REDIS", "");
  const Config config = settings.Read({"--http", "argument:1"});
  CHECK(config.http == "argument:1");
  CHECK(config.metrics == "environment:2");
  CHECK(config.grpc == "file:3");
  CHECK(config.demo);
  CHECK(config.AddressOf("identity") == "file:4");
  CHECK(config.AddressOf("workorder") == "unix:var/run/workorder.sock");
  CHECK(config.database_connections == 16);
}

TEST_CASE("lists hold more than one") {
  const Config config = Settings("rate-limits = [\"user=900\", \"open=0\"]\n")
                            .Read({"--trusted-proxies", "10.0.0.1", "10.0.0.2"});
  CHECK(config.rate_limits == std::vector<std::string>{"user=900", "open=0"});
  CHECK(config.trusted_proxies == std::vector<std::string>{"10.0.0.1", "10.0.0.2"});
}

TEST_CASE("addresses are a list in the environment too") {
  Settings settings("addresses = [\"identity=file:4\"]\n");
  settings.Set("HOTLINE_ADDRESSES", "[identity=environment:1,workorder=environment:2]");
  const Config config = settings.Read();
  CHECK(config.AddressOf("identity") == "environment:1");
  CHECK(config.AddressOf("workorder") == "environment:2");
}

}  // namespace
}  // namespace hotline::server
