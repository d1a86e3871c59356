#include "gateway/http/exchange.h"

namespace hotline::gateway::http {
namespace {

class ConnectionExchange : public Exchange {
 public:
  ConnectionExchange(std::shared_ptr<Connection> connection, RequestHead head)
      : connection_(std::move(connection)), head_(std::move(head)) {}

  ~ConnectionExchange() override {
    if (!answered_.exchange(true)) {
      Response lost;
      lost.status = 500;
      connection_->Answer(std::move(lost));
    }
    End();
  }

  const RequestHead& head() const override { return head_; }

  void ReadBody(size_t limit, BodyCallback done) override {
    connection_->ReadBody(limit, std::move(done));
  }

  void Respond(Response response) override {
    if (!answered_.exchange(true)) connection_->Answer(std::move(response));
  }

  void StartStream(Response head, KeepAlive keep_alive, std::function<void()> on_gone) override {
    if (answered_.exchange(true)) return;
    streaming_ = true;
    connection_->StartStream(std::move(head), std::move(keep_alive), std::move(on_gone));
  }

  void Write(std::string data) override { connection_->WriteStream(std::move(data)); }

  void End() override {
    if (streaming_.exchange(false)) connection_->EndStream();
  }

 private:
  std::shared_ptr<Connection> connection_;
  RequestHead head_;
  std::atomic<bool> answered_ = false;
  std::atomic<bool> streaming_ = false;
};

}  // namespace

std::shared_ptr<Exchange> MakeExchange(std::shared_ptr<Connection> connection, RequestHead head) {
  return std::make_shared<ConnectionExchange>(std::move(connection), std::move(head));
}

}  // namespace hotline::gateway::http
