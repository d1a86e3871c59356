#include "services/notification/channels/http_client.h"

#include <cstdlib>

#include "platform/base/status.h"
#include "services/notification/testing/http_receiver.h"
#include "services/notification/testing/temporary_file.h"

namespace hotline::notification::testing {
namespace {

// For those who never answer, instead of the whole 15 s.
constexpr TransferOptions kImpatient{.timeout = absl::Milliseconds(300)};

Networks Loopback() { return *Networks::Parse("127.0.0.0/8"); }

HttpReply Post(const std::string& url, const TransferOptions& options = {}) {
  return HttpClient(Loopback(), options).Send({.url = url, .body = "{}"});
}

TEST_CASE("a request arrives as it was given, and its answer comes back") {
  HttpReceiver receiver(Answering(202, "{\"ok\":true}"));
  const HttpClient client(Loopback());
  const HttpReply reply = client.Send({.url = receiver.Url("/hook?a=%E4%B8%AD"),
                                       .headers = {{"Content-Type", "application/json"}},
                                       .body = std::string("{\"text\":\"\0中\"}", 14)});
  CHECK(reply.error == TransferError::kNone);
  CHECK(reply.status == 202);
  CHECK(reply.body == "{\"ok\":true}");
  CHECK(reply.took > absl::ZeroDuration());
  CHECK_FALSE(reply.retry_after);
  REQUIRE(receiver.requests().size() == 1);
  const ReceivedRequest request = receiver.requests()[0];
  CHECK(request.method == "POST");
  CHECK(request.target == "/hook?a=%E4%B8%AD");
  CHECK(request.headers.at("content-type") == "application/json");
  CHECK(request.body == std::string("{\"text\":\"\0中\"}", 14));

  CHECK(client.Send({.method = "GET", .url = receiver.Url("/get")}).status == 202);
  CHECK(receiver.requests()[1].method == "GET");
}

TEST_CASE("a refusal is an answer, with the time that it asks for") {
  HttpReceiver seconds(Answering(429, "", "Retry-After: 120\r\n"));
  const HttpReply reply = Post(seconds.Url());
  CHECK(reply.error == TransferError::kNone);
  CHECK(reply.status == 429);
  CHECK(reply.retry_after == absl::Seconds(120));

  HttpReceiver date(Answering(503, "", "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n"));
  CHECK(Post(date.Url()).retry_after > absl::Hours(24 * 365));
  HttpReceiver nonsense(Answering(503, "", "Retry-After: later\r\n"));
  CHECK_FALSE(Post(nonsense.Url()).retry_after);
}

TEST_CASE("no redirect is followed") {
  HttpReceiver target(Answering(200));
  HttpReceiver receiver(Answering(302, "", "Location: " + target.Url() + "\r\n"));
  CHECK(Post(receiver.Url()).status == 302);
  CHECK(target.requests().empty());
}

TEST_CASE("who never answers, or for ever, is left in time") {
  HttpReceiver silent(
      [](const ReceivedRequest&, ReceiverConnection& client) { client.LeavesWithin(-1); });
  HttpReceiver slow([](const ReceivedRequest&, ReceiverConnection& client) {
    client.Write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (client.Write(".") && !client.LeavesWithin(20)) continue;
  });
  HttpReceiver slow_head([](const ReceivedRequest&, ReceiverConnection& client) {
    client.Write("HTTP/1.1 200 OK\r\n");
    while (client.Write("X-More: 1\r\n") && !client.LeavesWithin(20)) continue;
  });
  for (const HttpReceiver* receiver : {&silent, &slow, &slow_head}) {
    const HttpReply reply = Post(receiver->Url(), kImpatient);
    CHECK(reply.error == TransferError::kTimeout);
    CHECK(reply.took < absl::Seconds(2));
  }
}

TEST_CASE("of a huge answer no more than 64 KiB are read") {
  const std::string megabyte(1 << 20, 'x');
  size_t sent = 0;
  HttpReply body;
  {
    HttpReceiver huge([&](const ReceivedRequest&, ReceiverConnection& client) {
      client.Write("HTTP/1.1 200 OK\r\n\r\n");
      while (client.Write(megabyte)) ++sent;  // Until the client goes.
    });
    body = Post(huge.Url());
  }
  CHECK(body.error == TransferError::kNone);
  CHECK(body.status == 200);
  CHECK(body.truncated);
  CHECK(body.body.size() == 64 << 10);
  CHECK(sent < 64);

  HttpReceiver many_headers([](const ReceivedRequest&, ReceiverConnection& client) {
    client.Write("HTTP/1.1 200 OK\r\n");
    while (client.Write("X-More: and more and more and more\r\n")) continue;
  });
  CHECK(Post(many_headers.Url()).error == TransferError::kProtocol);
}

TEST_CASE("what is not HTTP, or ends early, is told apart") {
  HttpReceiver gone([](const ReceivedRequest&, ReceiverConnection&) {});
  CHECK(Post(gone.Url()).error == TransferError::kUnreachable);
  HttpReceiver other([](const ReceivedRequest&, ReceiverConnection& client) {
    client.Write("220 mail.example ESMTP\r\n");
  });
  CHECK(Post(other.Url()).error == TransferError::kProtocol);
  HttpReceiver cut([](const ReceivedRequest&, ReceiverConnection& client) {
    client.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  });
  CHECK(Post(cut.Url()).error == TransferError::kProtocol);
  std::string closed;
  {
    HttpReceiver receiver(Answering(200));
    closed = receiver.Url();
  }
  CHECK(Post(closed).error == TransferError::kUnreachable);
  CHECK(Post("http://no-such-host.invalid/", kImpatient).status == 0);
}

TEST_CASE("a certificate is trusted only by an authority, and for its own name") {
  const Certificate certificate = SelfSigned("IP:127.0.0.1");
  HttpReceiver receiver(Answering(200), &certificate);
  CHECK(Post(receiver.Url()).error == TransferError::kTls);
  const TemporaryFile authority(certificate.certificate);
  CHECK(Post(receiver.Url(), {.ca_file = authority.path()}).status == 200);
  CHECK(Post(receiver.Url("/", "localhost"), {.ca_file = authority.path()}).error ==
        TransferError::kTls);
  // Nothing was sent to those that were not trusted.
  CHECK(receiver.requests().size() == 1);
}

TEST_CASE("no closed address is connected to, however it is written") {
  HttpReceiver receiver(Answering(200));
  const HttpClient client{Networks()};
  for (const char* host :
       {"127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "localhost", "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:0]", "[64:ff9b::7f00:1]", "0"}) {
    CAPTURE(host);
    const HttpReply reply = client.Send({.url = receiver.Url("/", host)});
    CHECK(reply.error == TransferError::kAddressRefused);
    CHECK(reply.status == 0);
  }
  CHECK(receiver.requests().empty());
  CHECK(Post(receiver.Url("/", "127.1")).status == 200);
  CHECK(Post(receiver.Url("/", "localhost")).status == 200);
}

TEST_CASE("a URL is checked before it is kept") {
  const HttpClient client{Networks()};
  CHECK(client.CheckUrl("https://receiver.example.com:8443/hook?x=1").ok());
  CHECK(client.CheckUrl("http://[2400:3200::1]/").ok());
  CHECK(client.CheckUrl("https://localhost/").ok());  // By name: refused when it is connected to.
  for (const char* url :
       {"", "receiver.example.com", "/hook", "ftp://receiver.example.com/", "file:///etc/passwd",
        "gopher://receiver.example.com/", "javascript:alert(1)", "https://",
        "https://name:password@receiver.example.com/", "https://name@receiver.example.com/",
        "https://receiver.example.com/\r\nX: 1", "https://receiver.example.com:99999/",
        "https://receiver example.com/"}) {
    CAPTURE(url);
    CHECK(ReasonOf(client.CheckUrl(url)) == "URL_MALFORMED");
    CHECK(client.Send({.url = url}).error == TransferError::kBadRequest);
  }
  for (const char* url : {"http://10.0.0.8/", "http://[::1]/", "https://169.254.169.254/latest",
                          "http://0x7f000001/", "http://[::ffff:10.0.0.1]:80/"}) {
    CAPTURE(url);
    CHECK(ReasonOf(client.CheckUrl(url)) == "URL_ADDRESS_REFUSED");
  }
}

TEST_CASE("a header with a line break is not sent") {
  HttpReceiver receiver(Answering(200));
  const HttpClient client(Loopback());
  for (const std::string& value :
       {std::string("a\r\nX-Injected: 1"), std::string("a\nb"), std::string("a\0b", 3)})
    CHECK(client.Send({.url = receiver.Url(), .headers = {{"X-Value", value}}}).error ==
          TransferError::kBadRequest);
  CHECK(receiver.requests().empty());
}

TEST_CASE("the environment's proxy is not used") {
  HttpReceiver proxy(Answering(200));
  HttpReceiver receiver(Answering(204));
  for (const char* variable : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
    REQUIRE(setenv(variable, proxy.Url().c_str(), 1) == 0);
  CHECK(Post(receiver.Url()).status == 204);
  for (const char* variable : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
    unsetenv(variable);
  CHECK(proxy.requests().empty());
}

}  // namespace
}  // namespace hotline::notification::testing
