#include <condition_variable>
#include <future>
#include <mutex>

#include "gateway/testing/fixture.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "platform/rpc/byte_buffer.h"
#include "platform/rpc/error.h"

namespace hotline::gateway::testing {
namespace {

class GrpcTest : public GatewayTest {
 public:
  explicit GrpcTest(std::function<void(GatewayOptions*)> adjust = {})
      : GatewayTest([&](GatewayOptions* options) {
          options->grpc_address = "127.0.0.1:0";
          if (adjust) adjust(options);
        }),
        outer(grpc::CreateChannel("127.0.0.1:" + std::to_string(gateway->grpc_port()),
                                  grpc::InsecureChannelCredentials())),
        stub(outer) {}

  absl::Status Call(const std::string& method, const EchoRequest& request,
                    const std::map<std::string, std::string>& metadata) {
    grpc::ClientContext context;
    for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
    grpc::ByteBuffer out = rpc::BufferOf(request.SerializeAsString()), in;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/" + method, grpc::StubOptions(), &out, &in,
                   [&](grpc::Status status) { done.set_value(status); });
    grpc::Status status = done.get_future().get();
    if (status.ok()) reply.ParseFromString(rpc::StringOf(in));
    return rpc::FromGrpc(status);
  }
  std::shared_ptr<grpc::Channel> outer;
  grpc::GenericStub stub;
  EchoReply reply;
};

const std::string kEcho = "hotline.testing.v1.EchoService/Echo";
const std::map<std::string, std::string> kKey = {{"x-api-key", "machine"}};

EchoRequest Text(const std::string& text) {
  EchoRequest request;
  request.set_text(text);
  return request;
}

TEST_CASE("machine clients call the same methods over gRPC") {
  GrpcTest test;
  CHECK(test.Call(kEcho, Text("hello"), kKey).ok());
  CHECK(test.reply.text() == "hello");
  CHECK(test.reply.caller_id() == "machine|||");
  CHECK(test.Call(kEcho, Text("x"), {{"authorization", "Bearer good"}}).ok());
  CHECK(test.Call("hotline.testing.v1.EchoService/Open", Text("x"), {}).ok());
}

TEST_CASE("the same checks hold over gRPC, and reasons come through") {
  GrpcTest test;
  CHECK(ReasonOf(test.Call(kEcho, Text("x"), {})) == "SIGN_IN_REQUIRED");
  CHECK(ReasonOf(test.Call(kEcho, Text("x"), {{"authorization", "Bearer bad"}})) ==
        "INVALID_TOKEN");
  CHECK(ReasonOf(test.Call(kEcho, Text("x"), {{"authorization", "Bearer poor"}})) ==
        "PERMISSION_MISSING");
  absl::Status refused = test.Call(kEcho, Text("refuse"), kKey);
  CHECK(refused.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(ReasonOf(refused) == "WRONG_STATE");
  CHECK(ParamsOf(refused)["state"] == "IN_PROGRESS");
  absl::Status input = test.Call(kEcho, Text(std::string(65, 'a')), kKey);
  CHECK(ViolationsOf(input).size() == 1);
  absl::Status failed = test.Call(kEcho, Text("throw"), kKey);
  CHECK(failed.code() == absl::StatusCode::kInternal);
  CHECK(failed.message().find("secret") == absl::string_view::npos);
}

TEST_CASE("methods for services only are not there") {
  GrpcTest test;
  CHECK(test.Call("hotline.testing.v1.EchoService/Inner", Text("x"), kKey).code() ==
        absl::StatusCode::kUnimplemented);
  CHECK(test.Call("hotline.testing.v1.EchoService/Nothing", Text("x"), kKey).code() ==
        absl::StatusCode::kUnimplemented);
  // A caller that says itself who it is, is not believed.
  CHECK(test.Call("hotline.testing.v1.EchoService/Inner", Text("x"),
                  {{"x-hotline-caller-bin", "forged"}})
            .code() == absl::StatusCode::kUnimplemented);
  CHECK(ReasonOf(test.Call(kEcho, Text("x"), {{"x-hotline-caller-bin", "forged"}})) ==
        "SIGN_IN_REQUIRED");
}

TEST_CASE("limits hold over gRPC") {
  GrpcTest test([](GatewayOptions* options) {
    options->limits.api_key.rate = {2, absl::Hours(1)};
  });
  CHECK(test.Call(kEcho, Text("x"), kKey).ok());
  CHECK(test.Call(kEcho, Text("x"), kKey).ok());
  CHECK(ReasonOf(test.Call(kEcho, Text("x"), kKey)) == "RATE_LIMITED");
  CHECK(ReasonOf(test.Call(kEcho, Text(std::string(2 << 20, 'a')), {})) == "BODY_TOO_LARGE");
}

TEST_CASE("streams go through and end with their client") {
  GrpcTest test;
  rpc::Channel machine("127.0.0.1:" + std::to_string(test.gateway->grpc_port()),
                       "not the gateway's key");
  grpc::ClientContext context;
  context.AddMetadata("x-api-key", "machine");
  grpc::ByteBuffer request = rpc::BufferOf(Text("live").SerializeAsString());
  struct Reader : grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
    void OnReadDone(bool ok) override {
      if (!ok) return;
      {
        std::lock_guard lock(mutex);
        ++messages;
      }
      news.notify_all();
      StartRead(&in);
    }
    void OnDone(const grpc::Status& s) override {
      std::lock_guard lock(mutex);
      status = s;
      done = true;
      news.notify_all();
    }
    grpc::ByteBuffer in;
    std::mutex mutex;
    std::condition_variable news;
    int messages = 0;
    bool done = false;
    grpc::Status status;
  } reader;
  test.stub.PrepareBidiStreamingCall(&context, "/hotline.testing.v1.EchoService/Watch",
                                     grpc::StubOptions(), &reader);
  reader.StartWriteLast(&request, grpc::WriteOptions());
  reader.StartRead(&reader.in);
  reader.StartCall();
  auto await = [&](auto condition) {
    std::unique_lock lock(reader.mutex);
    return reader.news.wait_for(lock, std::chrono::seconds(10), condition);
  };
  CHECK(await([&] { return reader.messages == 1; }));
  test.count = 2;
  test.signal.Changed();
  CHECK(await([&] { return reader.messages == 2; }));
  context.TryCancel();
  CHECK(await([&] { return reader.done; }));
  absl::Time before = absl::Now();
  test.gateway->Shutdown(absl::Seconds(20));
  CHECK(absl::Now() - before < absl::Seconds(10));
}

}  // namespace
}  // namespace hotline::gateway::testing
