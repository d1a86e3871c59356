#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>

#include "gateway/testing/fixture.h"

namespace hotline::gateway::testing {
namespace {

// A certificate of its own for "localhost", in two files that go with it.
class Certificate {
 public:
  Certificate() : stem_("/tmp/hotline-gateway-tls-" + std::to_string(::getpid())) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_sign(certificate, key, EVP_sha256());
    std::FILE* file = std::fopen((stem_ + ".crt").c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    file = std::fopen((stem_ + ".key").c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  ~Certificate() {
    ::unlink((stem_ + ".crt").c_str());
    ::unlink((stem_ + ".key").c_str());
  }
  void Use(GatewayOptions* options) const {
    options->http.tls_certificate_file = stem_ + ".crt";
    options->http.tls_key_file = stem_ + ".key";
  }

 private:
  std::string stem_;
};

// What comes back for `request`; empty when there is no handshake with `version` at the most.
std::string AskByTls(int port, const std::string& request, int version = TLS1_3_VERSION) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_max_proto_version(context, version);
  BIO* bio = BIO_new_ssl_connect(context);
  BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(port)).c_str());
  std::string answer;
  if (BIO_do_connect(bio) > 0) {
    BIO_write(bio, request.data(), static_cast<int>(request.size()));
    char buffer[4096];
    for (int size; (size = BIO_read(bio, buffer, sizeof buffer)) > 0;)
      answer.append(buffer, static_cast<size_t>(size));
  }
  BIO_free_all(bio);
  SSL_CTX_free(context);
  return answer;
}

const std::string kLive = "GET /livez HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n";

TEST_CASE("the same is served over TLS, 1.2 and later") {
  Certificate certificate;
  GatewayTest test([&](GatewayOptions* options) { certificate.Use(options); });
  CHECK(AskByTls(test.gateway->port(), kLive).starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(AskByTls(test.gateway->port(), kLive, TLS1_2_VERSION).ends_with("ok\n"));
  CHECK(AskByTls(test.gateway->port(), kLive, TLS1_1_VERSION).empty());
  std::string body(500'000, 'x');
  std::string upload = "POST /test/v1/files HTTP/1.1\r\nHost: t\r\nConnection: close\r\n" +
                       GatewayTest::kGood + "Content-Length: " + std::to_string(body.size()) +
                       "\r\n\r\n" + body;
  CHECK(AskByTls(test.gateway->port(), upload).find("\"size\":\"500000\"") != std::string::npos);
}

TEST_CASE("who speaks no TLS is left") {
  Certificate certificate;
  GatewayTest test([&](GatewayOptions* options) { certificate.Use(options); });
  Client plain(test.gateway->port());
  plain.Send(kLive);
  CHECK(plain.AwaitEnd());
  CHECK(AskByTls(test.gateway->port(), kLive).starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("a certificate that cannot be read is said at start") {
  http::ServerOptions options;
  options.address = "127.0.0.1:0";
  options.tls_certificate_file = "/nonexistent.crt";
  http::Server server(options, nullptr);
  CHECK(server.Start().code() == absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace hotline::gateway::testing
