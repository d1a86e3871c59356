#include "services/notification/channels/aliyun_sms.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "services/notification/channels/sms.h"
#include "services/notification/testing/http_receiver.h"

namespace hotline::notification::testing {
namespace {

using Kind = Outcome::Kind;
using Fields = std::map<std::string, std::string>;

const absl::Time kNow = absl::FromUnixSeconds(1795395600);  // 2026-11-23 01:00:00 UTC

Letter ALetter() {
  return {.id = "3f6c2a52-7f0e-8a11-9b1c-0a0b0c0d0e0f",
          .channel = ChannelKind::kSms,
          .target = "0a000000-0000-4000-8000-000000000001",
          .title = "短信告知延期",
          .template_code = "sms_extended",
          .parameters = {{"orderNumber", "20261123001001"}, {"dueTime", "11月25日 17:30"}}};
}

struct Addresses : AddressBook {
  std::string phone = "13800138000";
  std::string purpose;
  absl::StatusOr<std::string> EmailOf(const std::string&) override {
    return NotFound("NO_ADDRESS");
  }
  absl::StatusOr<std::string> PhoneOf(const std::string& order, const std::string& why) override {
    CHECK(order == ALetter().target);
    purpose = why;
    return phone;
  }
};

// How the provider would check it: by libcurl's encoding and OpenSSL, not by our own code.
Fields Checked(const std::string& form, const std::string& secret) {
  Fields fields;
  for (const std::string& pair : std::vector<std::string>(absl::StrSplit(form, '&'))) {
    const std::vector<std::string> halves = absl::StrSplit(pair, '=');
    REQUIRE(halves.size() == 2);
    int size = 0;
    char* plain = curl_easy_unescape(nullptr, halves[1].c_str(), 0, &size);
    fields[halves[0]] = std::string(plain, static_cast<size_t>(size));
    curl_free(plain);
  }
  const auto escaped = [](const std::string& text) {
    char* made = curl_easy_escape(nullptr, text.c_str(), static_cast<int>(text.size()));
    std::string copy = made;
    curl_free(made);
    return copy;
  };
  std::string query;
  for (const auto& [name, value] : fields)
    if (name != "Signature") query += (query.empty() ? "" : "&") + name + "=" + escaped(value);
  const std::string text = "POST&%2F&" + escaped(query);
  const std::string key = secret + "&";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
  unsigned char base64[64];
  EVP_EncodeBlock(base64, digest, static_cast<int>(size));
  CHECK(fields["Signature"] == reinterpret_cast<char*>(base64));
  return fields;
}

class Provider {
 public:
  explicit Provider(HttpReceiver::Handler handler)
      : receiver(std::move(handler)),
        http(*Networks::Parse("127.0.0.1")),
        channel(std::make_unique<AliyunSms>(
                    AliyunSettings{.url = receiver.Url(),
                                   .key_id = "testId",
                                   .key_secret = "testSecret",
                                   .sign_name = "某某法院",
                                   .templates = {{"sms_extended", "SMS_71390007"}}},
                    &http),
                &addresses) {}
  Outcome Send(const Letter& letter) { return channel.Send(letter, "13800138000", kNow); }

  HttpReceiver receiver;
  HttpClient http;
  Addresses addresses;
  SmsChannel channel;
};

Outcome Answered(int status, const std::string& code, const std::string& message = "") {
  Provider provider(Answering(status, nlohmann::json{{"Code", code}, {"Message", message}}.dump()));
  return provider.Send(ALetter());
}

TEST_CASE("a message is signed, names its order and has a nonce of its own each time") {
  Provider provider(Answering(200, R"({"RequestId":"1","BizId":"2","Code":"OK","Message":"OK"})"));
  std::string nonce;
  for (int i = 0; i < 2; ++i) {
    const auto phone = provider.channel.Locate(ALetter());
    REQUIRE(phone.ok());
    CHECK(provider.addresses.purpose == "短信告知延期");
    const Outcome outcome = provider.channel.Send(ALetter(), *phone, kNow);
    CHECK(outcome.kind == Kind::kDelivered);
    CHECK(outcome.status == 200);
    const ReceivedRequest request = provider.receiver.requests().back();
    CHECK(request.method == "POST");
    CHECK(request.target == "/");  // No number where it could be logged.
    CHECK(request.headers.at("content-type") == "application/x-www-form-urlencoded");
    Fields fields = Checked(request.body, "testSecret");
    CHECK(fields["PhoneNumbers"] == "13800138000");
    CHECK(fields["SignName"] == "某某法院");
    CHECK(fields["TemplateCode"] == "SMS_71390007");
    CHECK(fields["OutId"] == ALetter().id);
    CHECK(fields["Timestamp"] == "2026-11-23T01:00:00Z");
    CHECK(nlohmann::json::parse(fields["TemplateParam"]) ==
          nlohmann::json{{"orderNumber", "20261123001001"}, {"dueTime", "11月25日 17:30"}});
    CHECK(fields["SignatureNonce"] != nonce);
    nonce = fields["SignatureNonce"];
  }
}

TEST_CASE("only a mobile can be told") {
  Addresses addresses;
  SmsChannel channel(nullptr, &addresses);
  for (const char* landline : {"075583210000", "4008123456", "075583210000-8001"}) {
    addresses.phone = landline;
    CHECK(ReasonOf(channel.Locate(ALetter()).status()) == "NO_ADDRESS");
  }
}

TEST_CASE("what the provider answers decides whether and when to try again") {
  const Outcome minute = Answered(200, "isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1");
  CHECK(minute.kind == Kind::kRetry);
  CHECK(minute.reason == "BUSINESS_LIMIT_CONTROL");
  CHECK(minute.retry_after == absl::Minutes(1));
  CHECK(Answered(200, "isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5").retry_after ==
        absl::Hours(1));
  CHECK(Answered(200, "isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:10").retry_after ==
        absl::Hours(24));
  CHECK(Answered(200, "isv.DAY_LIMIT_CONTROL").retry_after == absl::Hours(24));

  const Outcome number = Answered(200, "isv.MOBILE_NUMBER_ILLEGAL");
  CHECK(number.kind == Kind::kPermanent);
  CHECK(number.reason == "MOBILE_NUMBER_ILLEGAL");
  CHECK(Answered(200, "isv.TEMPLATE_MISSING_PARAMETERS").kind == Kind::kPermanent);

  for (const char* mended : {"isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isp.SYSTEM_ERROR",
                             "isv.SMS_TEMPLATE_ILLEGAL", "isv.SOMETHING_NEW"}) {
    CAPTURE(mended);
    const Outcome outcome = Answered(200, mended);
    CHECK(outcome.kind == Kind::kRetry);
    CHECK(outcome.reason == std::string(mended).substr(4));
    CHECK_FALSE(outcome.retry_after);
  }
  const Outcome signature = Answered(400, "SignatureDoesNotMatch");
  CHECK(signature.kind == Kind::kRetry);
  CHECK(signature.status == 400);
  CHECK(signature.reason == "PROVIDER_REFUSED");
}

TEST_CASE("an answer that is none is no success") {
  for (const char* body : {"", "OK", "[]", "{}", "{\"Code\":1}", "<html>", "{\"Code\":\"OK\""}) {
    CAPTURE(body);
    Provider provider(Answering(200, body));
    const Outcome outcome = provider.Send(ALetter());
    CHECK(outcome.kind == Kind::kRetry);
    CHECK(outcome.reason == "PROVIDER_UNREADABLE");
  }
  Provider busy(Answering(503, "", "Retry-After: 30\r\n"));
  CHECK(busy.Send(ALetter()).retry_after == absl::Seconds(30));
  Provider gone([](const ReceivedRequest&, ReceiverConnection&) {});
  CHECK(gone.Send(ALetter()).reason == "UNREACHABLE");
}

TEST_CASE("without a template of the provider nothing is sent") {
  Provider provider(Answering(200));
  Letter letter = ALetter();
  letter.template_code = "sms_registered";
  const Outcome outcome = provider.Send(letter);
  CHECK(outcome.kind == Kind::kPermanent);
  CHECK(outcome.reason == "NO_PROVIDER_TEMPLATE");
  CHECK(provider.receiver.requests().empty());
}

}  // namespace
}  // namespace hotline::notification::testing
