// gRPC 1.51 runs callbacks on threads that it starts with the first user and ends with the last; a
// new user that comes while they end finds a queue that is being destroyed, and the process aborts.
// A program that closes all its servers and channels and opens new ones (every test does) would
// meet this now and then, so one user stays for ever.
#pragma once

namespace hotline::rpc {

// Before the first server or channel. Cheap and thread-safe; does something once.
void KeepCallbackThreads();

}  // namespace hotline::rpc
