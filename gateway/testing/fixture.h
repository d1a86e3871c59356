// A gateway in front of a real rpc::Server with the test services, and callers that need no
// identity service.
#pragma once

#include <memory>
#include <string>

#include "catch2/catch.hpp"
#include "gateway/gateway.h"
#include "gateway/testing/client.h"
#include "hotline/testing/v1/echo.pb.h"
#include "hotline/testing/v1/files.pb.h"
#include "platform/base/status.h"
#include "platform/observe/log.h"
#include "platform/rpc/annotations.h"
#include "platform/rpc/server.h"

namespace hotline::gateway::testing {

using hotline::testing::v1::AllForms;
using hotline::testing::v1::DownloadReply;
using hotline::testing::v1::DownloadRequest;
using hotline::testing::v1::EchoReply;
using hotline::testing::v1::EchoRequest;
using hotline::testing::v1::UploadReply;
using hotline::testing::v1::UploadRequest;

// Knows the token "good" (may echo), "poor" (may nothing), "gone" (its service is down) and the key
// "machine".
class FakeAuthenticator : public Authenticator {
 public:
  void Authenticate(const Credentials& credentials,
                    std::function<void(absl::StatusOr<Identified>)> done) override {
    ++asked;
    if (on_asked) on_asked();
    Caller caller;
    caller.kind = credentials.api_key.empty() ? Caller::Kind::kUser : Caller::Kind::kApiKey;
    caller.id = credentials.access_token + credentials.api_key;
    caller.court_path = "/gd/";
    if (credentials.access_token == "good" || credentials.api_key == "machine")
      caller.permissions = {"echo.say"};
    if (credentials.access_token == "gone")
      return done(Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE"));
    if (caller.id != "good" && caller.id != "poor" && caller.id != "machine") {
      return done(Refuse(absl::StatusCode::kUnauthenticated, "INVALID_TOKEN"));
    }
    done(Identified{.caller = caller});
  }
  std::atomic<int> asked = 0;
  std::function<void()> on_asked;  // On a thread of the HTTP server.
};

class GatewayTest {
 public:
  explicit GatewayTest(std::function<void(GatewayOptions*)> adjust = {})
      : backend({.address = "127.0.0.1:0",
                 .threads = 4,
                 .queue = 100,
                 .caller_key = kKey,
                 .clock = &clock}) {
    observe::ConfigureLog("error", "test");
    rpc::ServiceBinding echo("hotline.testing.v1.EchoService");
    auto say = [this](const rpc::Call& call, const EchoRequest& request) {
      return Say(call, request);
    };
    echo.Unary<EchoRequest, EchoReply>("Echo", say);
    echo.Unary<EchoRequest, EchoReply>("Open", say);
    echo.Unary<EchoRequest, EchoReply>("Inner", say);
    echo.Live<EchoRequest, EchoReply>("Watch", &signal, say);
    backend.Add(std::move(echo));
    rpc::ServiceBinding door("hotline.testing.v1.DoorService");
    door.Unary<EchoRequest, EchoReply>("Enter", say);
    backend.Add(std::move(door));
    rpc::ServiceBinding files("hotline.testing.v1.FileService");
    files.Unary<UploadRequest, UploadReply>(
        "Upload",
        [](const rpc::Call&, const UploadRequest& request) -> absl::StatusOr<UploadReply> {
          UploadReply reply;
          reply.set_size(static_cast<int64_t>(request.data().size()));
          reply.set_file_name(request.file_name());
          reply.set_content_type(request.content_type());
          return reply;
        });
    files.Unary<DownloadRequest, DownloadReply>(
        "Download",
        [](const rpc::Call&, const DownloadRequest& request) -> absl::StatusOr<DownloadReply> {
          DownloadReply reply;
          reply.set_data(std::string("\x00\x01\xff", 3));
          reply.set_content_type(request.id() == "evil" ? "text/html\r\nX-Evil: 1" : "image/png");
          reply.set_file_name("判决书 1.png");
          return reply;
        });
    files.Unary<AllForms, AllForms>(
        "Forms", [](const rpc::Call&, const AllForms& request) -> absl::StatusOr<AllForms> {
          return request;
        });
    backend.Add(std::move(files));
    REQUIRE(backend.Start().ok());
    channel = std::make_unique<rpc::Channel>("127.0.0.1:" + std::to_string(backend.port()), kKey);

    GatewayOptions options;
    options.http.address = "127.0.0.1:0";
    options.clock = &clock;
    options.authenticator = &authenticator;
    options.methods = rpc::AllMethods();
    options.channel = [this](std::string_view service) {
      return service.starts_with("hotline.testing.") ? channel.get() : nullptr;
    };
    if (adjust) adjust(&options);
    gateway = std::make_unique<Gateway>(std::move(options));
    absl::Status started = gateway->Start();
    INFO(started.ToString());
    REQUIRE(started.ok());
  }

  // One request on a connection of its own.
  Reply Ask(const std::string& method, const std::string& target, const std::string& headers = "",
            const std::string& body = "") {
    Client client(gateway->port());
    std::string length = body.empty() && method != "POST"
                             ? ""
                             : "Content-Length: " + std::to_string(body.size()) + "\r\n";
    client.Send(method + " " + target + " HTTP/1.1\r\nHost: test\r\n" + headers + length + "\r\n" +
                body);
    return client.Read(method == "HEAD");
  }
  Reply Post(const std::string& target, const std::string& body,
             const std::string& headers = kGood) {
    return Ask("POST", target, headers + "Content-Type: application/json\r\n", body);
  }

  static constexpr char kKey[] = "0123456789abcdef0123456789abcdef";
  inline static const std::string kGood = "Authorization: Bearer good\r\n";

  ManualClock clock{absl::FromUnixSeconds(1795000000)};
  FakeAuthenticator authenticator;
  rpc::ChangeSignal signal;
  std::atomic<int> count = 1;
  std::atomic<int> calls = 0;
  rpc::Server backend;
  std::unique_ptr<rpc::Channel> channel;
  std::unique_ptr<Gateway> gateway;

 private:
  absl::StatusOr<EchoReply> Say(const rpc::Call& call, const EchoRequest& request) {
    ++calls;
    if (request.text() == "refuse")
      return Precondition("WRONG_STATE", {{"state", "IN_PROGRESS"}, {"command", "dispatch"}});
    if (request.text() == "throw") throw std::runtime_error("secret inner text");
    if (request.text() == "stale") return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
    if (request.text() == "busy") return Refuse(absl::StatusCode::kResourceExhausted, "OVERLOADED");
    if (request.text() == "reused") return Precondition("REQUEST_ID_REUSED");
    EchoReply reply;
    reply.set_text(request.text());
    reply.set_caller_id(call.caller.id + "|" + request.id() + "|" + request.request_id() + "|" +
                        request.etag());
    reply.set_etag(request.text() == "tagless" ? "" : "7");
    reply.set_count(count);
    return reply;
  }
};

}  // namespace hotline::gateway::testing
