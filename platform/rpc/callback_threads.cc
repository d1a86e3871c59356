#include "platform/rpc/callback_threads.h"

#include <atomic>
#include <chrono>
#include <mutex>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "platform/rpc/byte_buffer.h"

namespace hotline::rpc {
namespace {

// A channel takes the threads with its first callback call, whatever comes of that call.
struct LastingUser {
  std::shared_ptr<grpc::Channel> channel =
      grpc::CreateChannel("unix:/nonexistent/hotline", grpc::InsecureChannelCredentials());
  grpc::GenericStub stub{channel};
  grpc::ClientContext context;
  grpc::ByteBuffer request = BufferOf("");  // gRPC aborts on a buffer without slices.
  grpc::ByteBuffer reply;
};

}  // namespace

void KeepCallbackThreads() {
  static std::once_flag once;
  // Never destroyed. Atomic, because the compiler drops a plain variable that nobody reads, and a
  // leak is seen.
  static std::atomic<LastingUser*> user;
  std::call_once(once, [] {
    auto* lasting = new LastingUser;
    lasting->context.set_deadline(std::chrono::system_clock::now());
    lasting->stub.UnaryCall(&lasting->context, "/none/None", grpc::StubOptions(), &lasting->request,
                            &lasting->reply, [](grpc::Status) {});
    user.store(lasting);
  });
}

}  // namespace hotline::rpc
