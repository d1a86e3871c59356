#include "platform/rpc/callback_threads.h"

#include <chrono>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "platform/rpc/byte_buffer.h"

namespace hotline::rpc {
namespace {

// A channel takes the threads with its first callback call, whatever comes of that call.
struct LastingUser {
  std::shared_ptr<grpc::Channel> channel = grpc::CreateChannel("unix:/nonexistent/hotline", grpc::InsecureChannelCredentials());
  grpc::GenericStub stub{channel};
  grpc::ClientContext context;
  grpc::ByteBuffer request = BufferOf("");  // gRPC aborts on a buffer without slices.
  grpc::ByteBuffer reply;
};

}  // namespace

void KeepCallbackThreads() {
  static const LastingUser& user = [] () -> LastingUser& {
    auto& lasting = *new LastingUser;  // Never destroyed.
    lasting.context.set_deadline(std::chrono::system_clock::now());
    lasting.stub.UnaryCall(&lasting.context, "/none/None", grpc::StubOptions(), &lasting.request, &lasting.reply,
                           [](grpc::Status) {});
    return lasting;
  }();
  (void)user;
}

}  // namespace hotline::rpc
