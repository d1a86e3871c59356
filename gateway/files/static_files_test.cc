#include "gateway/files/static_files.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gateway/testing/fixture.h"

namespace hotline::gateway::testing {
namespace {

namespace fs = std::filesystem;

// A portal with a secret beside it.
class Portal {
 public:
  Portal() : top_("/tmp/hotline-gateway-portal-" + std::to_string(::getpid())) {
    fs::remove_all(top_);
    fs::create_directories(top_ / "dist/assets");
    Write("secret.txt", "classified");
    Write("dist/index.html", "<html>portal</html>");
    Write("dist/assets/app-1a2b.js", "let a;");
    Write("dist/assets/app-1a2b.js.gz", "zipped");
    Write("dist/.env", "classified");
    fs::create_symlink(top_ / "secret.txt", top_ / "dist/link.txt");
  }
  ~Portal() { fs::remove_all(top_); }
  std::string directory() const { return (top_ / "dist").string(); }

 private:
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(top_ / name) << text;
  }
  fs::path top_;
};

TEST_CASE("the portal's files are served and nothing else") {
  Portal portal;
  GatewayTest test(
      [&](GatewayOptions* options) { options->static_directory = portal.directory(); });
  Reply index = test.Ask("GET", "/");
  CHECK(index.body == "<html>portal</html>");
  CHECK(index.headers["content-type"] == "text/html; charset=utf-8");
  CHECK(index.headers["cache-control"] == "no-cache");
  CHECK(index.headers["content-security-policy"].find("frame-ancestors 'none'") !=
        std::string::npos);
  CHECK(index.headers["referrer-policy"] == "no-referrer");
  CHECK(test.Ask("GET", "/orders/42?x=1").body == "<html>portal</html>");
  CHECK(test.Ask("GET", "/", "If-None-Match: " + index.headers["etag"] + "\r\n").status == 304);
  Reply script = test.Ask("GET", "/assets/app-1a2b.js");
  CHECK(script.body == "let a;");
  CHECK(script.headers["cache-control"] == "public, max-age=31536000, immutable");
  Reply zipped = test.Ask("GET", "/assets/app-1a2b.js", "Accept-Encoding: br, gzip\r\n");
  CHECK(zipped.headers["content-encoding"] == "gzip");
  CHECK(zipped.headers["content-type"] == "text/javascript; charset=utf-8");
  CHECK(zipped.body == "zipped");
  Reply head = test.Ask("HEAD", "/assets/app-1a2b.js");
  CHECK(head.headers["content-length"] == "6");
  CHECK(test.Ask("POST", "/").status == 405);

  for (const char* path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
        "/.env", "/%2eenv", "/link.txt", "/assets/..%5c..%5csecret.txt", "/secret.txt%00.html",
        "//etc/passwd", "/assets/missing.js"}) {
    INFO(path);
    Reply reply = test.Ask("GET", path);
    CHECK(reply.body.find("classified") == std::string::npos);
    CHECK(reply.body.find("root:") == std::string::npos);
    CHECK((reply.status == 404 || reply.body == "<html>portal</html>"));
  }
  CHECK(test.Ask("GET", "/api/v2/orders").status == 404);
}

TEST_CASE("without a portal there is nothing") {
  GatewayTest test;
  CHECK(test.Ask("GET", "/").Reason() == "ROUTE_NOT_FOUND");
}

}  // namespace
}  // namespace hotline::gateway::testing
