#include "services/notification/channels/outward_channels.h"

#include <sys/stat.h>

#include <stdexcept>

#include "services/notification/testing/temporary_file.h"

namespace hotline::notification::testing {
namespace {

TEST_CASE("without settings a channel is off") {
  const config::Outward none;
  const HttpClient http = MakeHttpClient(none);
  CHECK(MakeEmailChannel(none, nullptr) == nullptr);
  CHECK(MakeSmsChannel(none, nullptr, &http) == nullptr);
}

TEST_CASE("networks are opened by the settings") {
  config::Outward outward;
  CHECK_FALSE(MakeHttpClient(outward).CheckUrl("http://10.1.2.3/").ok());
  outward.allowed_networks = {"10.1.0.0/16", "fd12::/16"};
  CHECK(MakeHttpClient(outward).CheckUrl("http://10.1.2.3/").ok());
  outward.allowed_networks = {"intranet"};
  CHECK_THROWS_AS(MakeHttpClient(outward), std::invalid_argument);
}

TEST_CASE("authorities that cannot be read are not passed over") {
  const TemporaryFile authorities("PEM");
  config::Outward outward;
  outward.ca_file = authorities.path();
  CHECK_NOTHROW(MakeHttpClient(outward));
  outward.ca_file = "/nowhere/authorities.pem";
  CHECK_THROWS_AS(MakeHttpClient(outward), std::invalid_argument);
}

TEST_CASE("half an e-mail channel is none") {
  const TemporaryFile password("secret\n");
  config::Outward outward;
  outward.smtp_url = "smtp://mail.court.test:587";
  CHECK_THROWS_AS(MakeEmailChannel(outward, nullptr), std::invalid_argument);  // No sender.
  outward.smtp_from = "hotline@court.test";
  CHECK(MakeEmailChannel(outward, nullptr) != nullptr);
  outward.smtp_user = "hotline";
  CHECK_THROWS_AS(MakeEmailChannel(outward, nullptr), std::invalid_argument);  // No password.
  outward.smtp_password_file = "/nowhere/password";
  CHECK_THROWS_AS(MakeEmailChannel(outward, nullptr), std::invalid_argument);
  outward.smtp_password_file = password.path();
  CHECK(MakeEmailChannel(outward, nullptr) != nullptr);
  REQUIRE(chmod(password.path().c_str(), 0644) == 0);
  CHECK_THROWS_AS(MakeEmailChannel(outward, nullptr), std::invalid_argument);  // Others read it.
  outward.smtp_user.clear();
  outward.smtp_url = "http://mail.court.test";
  CHECK_THROWS_AS(MakeEmailChannel(outward, nullptr), std::invalid_argument);
}

TEST_CASE("half an SMS channel is none") {
  const TemporaryFile secret("testSecret\n");
  config::Outward outward;
  outward.sms_key_id = "testId";
  outward.sms_key_secret_file = secret.path();
  outward.sms_sign_name = "某某法院";
  outward.sms_templates = {"sms_registered=SMS_1", "sms_extended=SMS_2"};
  const HttpClient http = MakeHttpClient(outward);
  const auto refused = [&](const config::Outward& changed) {
    CHECK_THROWS_AS(MakeSmsChannel(changed, nullptr, &http), std::invalid_argument);
  };
  CHECK(MakeSmsChannel(outward, nullptr, &http) != nullptr);
  config::Outward changed = outward;
  changed.sms_key_secret_file.clear();
  refused(changed);
  changed = outward;
  changed.sms_sign_name.clear();
  refused(changed);
  changed = outward;
  changed.sms_url = "ftp://provider.test/";
  refused(changed);
  for (const char* pair : {"sms_registered", "=SMS_1", "sms_registered="}) {
    changed = outward;
    changed.sms_templates = {pair};
    refused(changed);
  }
}

}  // namespace
}  // namespace hotline::notification::testing
