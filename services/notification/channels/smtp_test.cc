#include "services/notification/channels/smtp.h"

#include "platform/base/status.h"
#include "services/notification/testing/certificate.h"
#include "services/notification/testing/mail_server.h"
#include "services/notification/testing/temporary_file.h"

namespace hotline::notification::testing {
namespace {

using Kind = Outcome::Kind;

constexpr char kId[] = "3f6c2a52-7f0e-8a11-9b1c-0a0b0c0d0e0f";
const absl::Time kNow = absl::FromUnixSeconds(1795395600);

Letter ALetter() {
  return {.id = kId,
          .channel = ChannelKind::kEmail,
          .target = "li",
          .title = "催办：工单20261123001001",
          .body = "工单20261123001001被催办（第2次，来自系统），请尽快办理。\n\n.\n.行首的点\n"};
}

struct Addresses : AddressBook {
  absl::StatusOr<std::string> EmailOf(const std::string& user) override {
    if (user != "li") return NotFound("NO_ADDRESS");
    return "li@court.test";
  }
  absl::StatusOr<std::string> PhoneOf(const std::string&, const std::string&) override {
    return NotFound("NO_ADDRESS");
  }
} addresses;

Outcome SendBy(const SmtpSettings& settings, const std::string& to = "li@court.test",
               const TransferOptions& options = {}) {
  return SmtpChannel(settings, &addresses, options).Send(ALetter(), to, kNow);
}

TEST_CASE("a letter arrives as it was written, with the same Message-ID each time") {
  MailServer server;
  SmtpChannel channel({.url = server.Url(), .from = "hotline@court.test"}, &addresses);
  for (const absl::Duration later : {absl::ZeroDuration(), absl::Hours(1)}) {
    const auto address = channel.Locate(ALetter());
    REQUIRE(address.ok());
    const Outcome outcome = channel.Send(ALetter(), *address, kNow + later);
    CHECK(outcome.kind == Kind::kDelivered);
    CHECK(outcome.status / 100 == 2);
    const nlohmann::json message = server.Message();
    CHECK(message["from"] == "hotline@court.test");
    CHECK(message["to"] == nlohmann::json{"li@court.test"});
    CHECK(message["headers"]["subject"] == ALetter().title);
    CHECK(message["headers"]["message-id"] == std::string("<") + kId + "@court.test>");
    CHECK(message["headers"]["auto-submitted"] == "auto-generated");
    CHECK(message["body"] == ALetter().body);
    CHECK(message["longestLine"] <= 76);
  }
  Letter to_nobody = ALetter();
  to_nobody.target = "wang";
  CHECK(ReasonOf(channel.Locate(to_nobody).status()) == "NO_ADDRESS");
}

TEST_CASE("4xx is tried again, 5xx is not") {
  MailServer server;
  const SmtpSettings settings{.url = server.Url(), .from = "hotline@court.test"};
  const Outcome deferred = SendBy(settings, "451-later@court.test");
  CHECK(deferred.kind == Kind::kRetry);
  CHECK(deferred.status == 451);
  CHECK(deferred.reason == "MAIL_DEFERRED");
  const Outcome refused = SendBy(settings, "550-gone@court.test");
  CHECK(refused.kind == Kind::kPermanent);
  CHECK(refused.status == 550);
  CHECK(refused.reason == "MAIL_REFUSED");
  CHECK(SendBy(settings, "452-data-full@court.test").kind == Kind::kRetry);
  CHECK(SendBy(settings, "552-data-large@court.test").kind == Kind::kPermanent);
}

TEST_CASE("what would break out of a header or command is not sent") {
  MailServer server;
  const SmtpSettings settings{.url = server.Url(), .from = "hotline@court.test"};
  const Outcome outcome = SendBy(settings, "li@court.test>\r\nRCPT TO:<x@evil.test");
  CHECK(outcome.kind == Kind::kPermanent);
  CHECK(outcome.reason == "BAD_ADDRESS");
  Letter letter = ALetter();
  letter.title = "工单\r\nBcc: x@evil.test";
  CHECK(SmtpChannel(settings, &addresses).Send(letter, "li@court.test", kNow).reason ==
        "BAD_SUBJECT");
  // The next one is the first that arrives.
  CHECK(SendBy(settings).kind == Kind::kDelivered);
  CHECK(server.Message()["to"] == nlohmann::json{"li@court.test"});
}

TEST_CASE("TLS is used when offered, with a certificate that is trusted") {
  const Certificate certificate = SelfSigned("IP:127.0.0.1");
  const TemporaryFile authority(certificate.certificate), key(certificate.key);
  MailServer server({"--certificate", authority.path(), "--key", key.path()});
  const SmtpSettings settings{.url = server.Url(), .from = "hotline@court.test"};
  CHECK(SendBy(settings).reason == "TLS_FAILED");
  CHECK(SendBy(settings, "li@court.test", {.ca_file = authority.path()}).kind == Kind::kDelivered);
  CHECK(server.Message()["tls"] == true);
}

TEST_CASE("a password goes only through TLS; a wrong one is the operator's to mend") {
  const Certificate certificate = SelfSigned("IP:127.0.0.1");
  const TemporaryFile authority(certificate.certificate), key(certificate.key);
  const TransferOptions trusting{.ca_file = authority.path()};
  MailServer server(
      {"--certificate", authority.path(), "--key", key.path(), "--password", "right"});
  SmtpSettings settings{
      .url = server.Url(), .from = "hotline@court.test", .user = "hotline", .password = "right"};
  CHECK(SendBy(settings, "li@court.test", trusting).kind == Kind::kDelivered);
  CHECK(server.Message()["tls"] == true);
  settings.password = "wrong";
  const Outcome wrong = SendBy(settings, "li@court.test", trusting);
  CHECK(wrong.kind == Kind::kRetry);
  CHECK(wrong.status == 535);
  CHECK(wrong.reason == "SIGN_IN_REFUSED");
  settings.user.clear();
  const Outcome none = SendBy(settings, "li@court.test", trusting);
  CHECK(none.kind == Kind::kRetry);
  CHECK(none.reason == "SIGN_IN_REFUSED");

  MailServer plain;
  settings.user = "hotline";
  settings.url = plain.Url();
  CHECK(SendBy(settings).reason == "TLS_FAILED");
}

TEST_CASE("a mail server that is away is tried again") {
  std::string url;
  {
    MailServer server;
    url = server.Url();
  }
  const Outcome outcome = SendBy({.url = url, .from = "hotline@court.test"});
  CHECK(outcome.kind == Kind::kRetry);
  CHECK(outcome.status == 0);
  CHECK(outcome.reason == "UNREACHABLE");
}

}  // namespace
}  // namespace hotline::notification::testing
