// What careless and hostile clients send. Nothing of it may reach a service, crash, or hang.
#include <future>

#include "gateway/testing/fixture.h"

namespace hotline::gateway::testing {
namespace {

const std::string kSay = "/test/v1/echo/e1:say";

std::string PostHead(const std::string& more) {
  return "POST " + kSay +
         " HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer good\r\nContent-Type: "
         "application/json\r\n" +
         more + "\r\n";
}

TEST_CASE("answers to pipelined requests come in order") {
  GatewayTest test;
  Client client(test.gateway->port());
  std::string all;
  for (int i = 0; i < 50; ++i) {
    std::string body = "{\"text\":\"" + std::to_string(i) + "\"}";
    all += PostHead("Content-Length: " + std::to_string(body.size()) + "\r\n") + body;
  }
  client.Send(all + "GET /test/v1/echo?text=last HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  for (int i = 0; i < 50; ++i) CHECK(client.Read().Json()["text"] == std::to_string(i));
  Reply last = client.Read();
  CHECK(last.Json()["text"] == "last");
  CHECK(last.headers["connection"] == "close");
  CHECK(client.AwaitEnd());
}

TEST_CASE("HTTP/1.0 clients are served and told whether the connection stays") {
  GatewayTest test;
  Client once(test.gateway->port());
  once.Send("GET /livez HTTP/1.0\r\n\r\n");
  CHECK(once.Read().headers["connection"] == "close");
  CHECK(once.AwaitEnd());
  Client kept(test.gateway->port());
  for (int i = 0; i < 2; ++i) {
    kept.Send("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(kept.Read().headers["connection"] == "keep-alive");
  }
}

TEST_CASE("a body arrives in pieces, chunks or after 100 Continue") {
  GatewayTest test;
  Client pieces(test.gateway->port());
  std::string request = PostHead("Content-Length: 12\r\n") + "{\"text\":\"ab\"}";
  request.insert(request.size(), "");
  for (char c : PostHead("Content-Length: 13\r\n") + "{\"text\":\"ab\"}")
    pieces.Send(std::string(1, c));
  CHECK(pieces.Read().Json()["text"] == "ab");

  Client chunked(test.gateway->port());
  chunked.Send(PostHead("Transfer-Encoding: chunked\r\n") +
               "5;ext=1\r\n{\"tex\r\n8\r\nt\":\"ab\"}\r\n0\r\nX-Trailer: 1\r\n\r\n");
  CHECK(chunked.Read().Json()["text"] == "ab");
  chunked.Send("GET /livez HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(chunked.Read().status == 200);

  Client polite(test.gateway->port());
  polite.Send(PostHead("Content-Length: 13\r\nExpect: 100-continue\r\n"));
  CHECK(polite.Read().status == 100);
  polite.Send("{\"text\":\"ab\"}");
  CHECK(polite.Read().Json()["text"] == "ab");
  // Refused before the body is sent.
  Client refused(test.gateway->port());
  refused.Send("POST " + kSay +
               " HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: "
               "13\r\nExpect: 100-continue\r\n\r\n");
  CHECK(refused.Read().status == 401);
}

TEST_CASE("bodies beyond the limit are refused, announced or not") {
  GatewayTest test;
  Reply announced = test.Post(kSay, "{\"text\":\"" + std::string(2 << 20, 'a') + "\"}");
  CHECK(announced.status == 413);
  CHECK(announced.Reason() == "BODY_TOO_LARGE");
  Client chunked(test.gateway->port());
  std::string chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
  chunked.Send(PostHead("Transfer-Encoding: chunked\r\n"));
  for (int i = 0; i < 20; ++i) chunked.Send(chunk);
  CHECK(chunked.Read().status == 413);
  // The method's own limit is known before the body.
  std::string data(1'500'000, 'x');
  CHECK(test.Ask("POST", "/test/v1/files", GatewayTest::kGood, data).status == 201);
  CHECK(test.Ask("POST", "/test/v1/files", GatewayTest::kGood, data + data).status == 413);
  CHECK(test.calls == 0);
}

TEST_CASE("headers and targets beyond the limit are refused") {
  GatewayTest test;
  CHECK(test.Ask("GET", "/livez", "X-Long: " + std::string(20'000, 'a') + "\r\n").status == 431);
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  CHECK(test.Ask("GET", "/livez", many).status == 431);
  CHECK(test.Ask("GET", "/livez?" + std::string(9'000, 'a')).status == 414);
  CHECK(test.Ask("GET", "/" + std::string(20'000, 'a')).status == 414);
}

TEST_CASE("what is not HTTP is refused") {
  GatewayTest test;
  for (const std::string& text : std::vector<std::string>{
           "hello\r\n\r\n", "GET / HTTP/2.0\r\nHost: t\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
           "GET /a b HTTP/1.1\r\nHost: t\r\n\r\n", "GET / HTTP/1.1\r\nHost : t\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: t\r\nX\r\n\r\n", "GET / HTTP/1.1\nHost: t\n\n",
           "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nTransfer-Encoding: "
           "chunked\r\n\r\n0\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
           "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
           "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"}) {
    INFO(text);
    Client client(test.gateway->port());
    client.Send(text);
    Reply reply = client.Read();
    CHECK(reply.status == 400);
    CHECK(reply.Reason() == "MALFORMED_REQUEST");
    client.HalfClose();
    CHECK(client.AwaitEnd());
  }
  Client gzip(test.gateway->port());
  gzip.Send("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
  CHECK(gzip.Read().status == 501);
}

TEST_CASE("bad bodies") {
  GatewayTest test;
  auto reason = [&](const std::string& body) { return test.Post(kSay, body).Reason(); };
  CHECK(reason("{") == "MALFORMED_JSON");
  CHECK(reason("{\"text\":\"\\ud800\"}") == "MALFORMED_JSON");
  CHECK(reason("{\"text\":'a'}") == "MALFORMED_JSON");
  CHECK(reason(std::string(20'000, '[')) == "JSON_TOO_DEEP");
  CHECK(reason("{\"unknown\":1}") == "INVALID_INPUT");
  CHECK(reason("{\"kind\":\"QUIET\"}") == "INVALID_INPUT");
  CHECK(reason("{\"text\":\"a\\u0000b\"}") == "INVALID_INPUT");
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer good\r\nContent-Encoding: gzip\r\n").status ==
        415);
  CHECK(test.Ask("POST", kSay, GatewayTest::kGood + "Content-Type: text/plain\r\n", "{}").status ==
        415);
  CHECK(test.Ask("POST", kSay,
                 GatewayTest::kGood + "Content-Type: application/json; charset=gbk\r\n", "{}")
            .status == 415);
  CHECK(test.Ask("POST", kSay,
                 GatewayTest::kGood + "Content-Type: application/json;charset=\"UTF-8\"\r\n", "{}")
            .status == 201);
  CHECK(test.Ask("POST", kSay, GatewayTest::kGood, "").status ==
        201);  // Nothing is an empty object.
  CHECK(test.Ask("GET", "/test/v1/echo", "Content-Type: application/json\r\n", "{}").Reason() ==
        "BODY_NOT_EXPECTED");
  // SQL is text like any other.
  CHECK(test.Post(kSay, R"({"text":"'; DROP TABLE work_order; --"})").Json()["text"] ==
        "'; DROP TABLE work_order; --");
}

TEST_CASE("bad queries") {
  GatewayTest test;
  auto violation = [&](const std::string& query) {
    Reply reply = test.Ask("GET", "/test/v1/echo?" + query);
    nlohmann::json problem = reply.Json();
    if (!problem.contains("violations"))
      return std::to_string(reply.status) + " " + problem["reason"].get<std::string>();
    return problem["violations"][0]["field"].get<std::string>() + " " +
           problem["violations"][0]["reason"].get<std::string>();
  };
  CHECK(violation("nothing=1") == "nothing UNKNOWN_PARAMETER");
  CHECK(violation("count=x") == "count WRONG_TYPE");
  CHECK(violation("count=1&count=2") == "count DUPLICATE_FIELD");
  CHECK(violation("kind=loud") == "kind UNKNOWN_VALUE");
  CHECK(violation("person=1") == "person UNKNOWN_PARAMETER");
  CHECK(violation("person.name.x=1") == "person.name.x UNKNOWN_PARAMETER");
  CHECK(violation("requestId=1") == "requestId UNKNOWN_PARAMETER");
  CHECK(violation("text=%ff") == "400 MALFORMED_QUERY");
  CHECK(violation("text=%4") == "400 MALFORMED_QUERY");
  CHECK(violation("text=%00") == "text CONTROL_CHARACTER");
  CHECK(violation("count=11") == "count RANGE");
  std::string many;
  for (int i = 0; i < 300; ++i) many += "tags=a&";
  CHECK(violation(many) == "400 TOO_MANY_PARAMETERS");
  CHECK(test.Post(kSay + "?text=a", "{}").Json()["violations"][0]["reason"] == "UNKNOWN_PARAMETER");
}

TEST_CASE("slow clients are left behind") {
  GatewayTest test([](GatewayOptions* options) {
    options->http.header_timeout = absl::Milliseconds(200);
    options->http.body_idle_timeout = absl::Milliseconds(200);
    options->http.keep_alive_timeout = absl::Milliseconds(200);
  });
  Client silent(test.gateway->port()), loris(test.gateway->port()), half(test.gateway->port()),
      body(test.gateway->port());
  loris.Send("GET / HTTP/1.1\r\nHost: t\r\nX-Slow: ");
  body.Send(PostHead("Content-Length: 100\r\n") + "{");
  half.Send("GET /livez HTTP/1.1\r\nHost: t\r\n\r\n");
  half.HalfClose();
  CHECK(half.Read().status == 200);
  CHECK(silent.AwaitEnd());
  CHECK(loris.AwaitEnd());
  CHECK(half.AwaitEnd());
  CHECK(body.AwaitEnd());
  CHECK(test.calls == 0);
  CHECK(test.Ask("GET", "/livez").status == 200);
}

TEST_CASE("clients that leave in the middle do no harm") {
  GatewayTest test;
  for (int i = 0; i < 50; ++i) {
    Client client(test.gateway->port());
    std::string request = PostHead("Content-Length: 13\r\n") + "{\"text\":\"ab\"}";
    client.Send(request.substr(0, request.size() * static_cast<size_t>(i) / 49));
  }
  CHECK(test.Ask("GET", "/livez").status == 200);
}

TEST_CASE("no more connections than allowed") {
  GatewayTest test([](GatewayOptions* options) { options->http.max_connections = 2; });
  Client a(test.gateway->port()), b(test.gateway->port());
  for (Client* client : {&a, &b}) {
    client->Send("GET /livez HTTP/1.1\r\nHost: t\r\n\r\n");
    CHECK(client->Read().status == 200);
  }
  Client c(test.gateway->port());
  CHECK(c.Read().status == 503);
  a.Send("GET /livez HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  CHECK(a.Read().status == 200);
  CHECK(a.AwaitEnd());
  int status = 0;
  for (int i = 0; i < 1000 && status != 200; ++i) status = test.Ask("GET", "/livez").status;
  CHECK(status == 200);
}

TEST_CASE("stopping finishes what is in flight and refuses what comes") {
  GatewayTest test;
  Client idle(test.gateway->port()), busy(test.gateway->port());
  idle.Send("GET /livez HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(idle.Read().status == 200);
  busy.Send(PostHead("Content-Length: 13\r\nExpect: 100-continue\r\n"));
  CHECK(busy.Read().status == 100);  // Now it is in flight for the server, too.
  busy.Send("{\"text\"");
  std::thread stopper([&] { test.gateway->Shutdown(absl::Seconds(5)); });
  CHECK(idle.AwaitEnd());
  busy.Send(":\"ab\"}");
  Reply reply = busy.Read();
  CHECK(reply.status == 201);
  CHECK(reply.headers["connection"] == "close");
  CHECK(busy.AwaitEnd());
  stopper.join();
  CHECK_THROWS(Client(test.gateway->port()));
}

TEST_CASE("stopping answers what has arrived and not been read") {
  const std::string livez = "GET /livez HTTP/1.1\r\nHost: t\r\n\r\n";
  GatewayTest test([](GatewayOptions* options) { options->http.threads = 2; });
  std::promise<void> blocked, released;
  test.authenticator.on_asked = [&] {
    blocked.set_value();
    released.get_future().wait();
  };
  // Threads take connections in turn. The second one is kept from reading while requests arrive.
  std::vector<std::unique_ptr<Client>> first, second;
  for (int i = 0; i < 3; ++i) {
    for (auto* clients : {&first, &second})
      clients->push_back(std::make_unique<Client>(test.gateway->port()));
  }
  Client &witness = *first[0], &idle = *second[0], &busy = *second[1], &fresh = *second[2];
  idle.Send(livez);
  CHECK(idle.Read().status == 200);
  busy.Send(PostHead("Content-Length: 13\r\n") + "{\"text\":\"ab\"}");
  blocked.get_future().wait();
  idle.Send(livez);
  fresh.Send(livez);
  std::thread stopper([&] { test.gateway->Shutdown(absl::Seconds(5)); });
  CHECK(witness.AwaitEnd());  // Now the second thread has been told to stop, too.
  released.set_value();
  CHECK(busy.Read().status == 201);
  for (Client* client : {&idle, &fresh}) {
    Reply reply = client->Read();
    CHECK(reply.status == 200);
    CHECK(reply.headers["connection"] == "close");
    CHECK(client->AwaitEnd());
  }
  stopper.join();
}

}  // namespace
}  // namespace hotline::gateway::testing
