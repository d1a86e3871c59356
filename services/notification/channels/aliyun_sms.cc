#include "services/notification/channels/aliyun_sms.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "nlohmann/json.hpp"
#include "platform/crypto/crypto.h"
#include "services/notification/domain/aliyun_signature.h"

namespace hotline::notification {
namespace {

using Kind = Outcome::Kind;

// Of help.aliyun.com "API错误码": the letter itself will not do.
constexpr std::string_view kHopeless[] = {
    "isv.BLACK_KEY_CONTROL_LIMIT", "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
    "isv.INVALID_JSON_PARAM",      "isv.INVALID_PARAMETERS",
    "isv.MOBILE_COUNT_OVER_LIMIT", "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.PARAM_LENGTH_LIMIT",      "isv.PARAM_NOT_SUPPORT_URL",
    "isv.SMS_CONTENT_ILLEGAL",     "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.TEMPLATE_PARAMS_ILLEGAL",
};

// When a limit has certainly passed. Limits per number name their window only in the message:
// "触发小时级流控Permits:5".
std::optional<absl::Duration> Wait(std::string_view code, std::string_view message) {
  if (code == "isv.DAY_LIMIT_CONTROL" || code == "isv.MONTH_LIMIT_CONTROL") return absl::Hours(24);
  if (code != "isv.BUSINESS_LIMIT_CONTROL") return std::nullopt;
  if (message.find("天级") != message.npos) return absl::Hours(24);
  if (message.find("分钟级") != message.npos) return absl::Minutes(1);
  return absl::Hours(1);
}

// "isv.MOBILE_NUMBER_ILLEGAL" → "MOBILE_NUMBER_ILLEGAL". The others are of all kinds of spelling.
std::string ReasonFor(std::string_view code) {
  if (!code.starts_with("isv.") && !code.starts_with("isp.")) return "PROVIDER_REFUSED";
  code.remove_prefix(4);
  const bool plain = !code.empty() && std::ranges::all_of(code, [](char c) {
    return absl::ascii_isupper(static_cast<unsigned char>(c)) || c == '_';
  });
  return plain ? std::string(code) : "PROVIDER_REFUSED";
}

Outcome OutcomeOf(const HttpReply& reply) {
  if (reply.error != TransferError::kNone) return Failed(reply.error, reply.status);
  const nlohmann::json answer = nlohmann::json::parse(reply.body, nullptr, false);
  const bool readable = answer.is_object() && answer.contains("Code") && answer["Code"].is_string();
  if (!readable)
    return {
        .status = reply.status, .reason = "PROVIDER_UNREADABLE", .retry_after = reply.retry_after};
  const auto code = answer["Code"].get<std::string>();
  if (code == "OK") return {.kind = Kind::kDelivered, .status = reply.status};
  const auto message = answer.find("Message");
  const std::string said =
      message != answer.end() && message->is_string() ? message->get<std::string>() : "";
  const bool hopeless = std::ranges::count(kHopeless, code) > 0;
  return {.kind = hopeless ? Kind::kPermanent : Kind::kRetry,
          .status = reply.status,
          .reason = ReasonFor(code),
          .retry_after = Wait(code, said)};
}

}  // namespace

Outcome AliyunSms::Send(const Letter& letter, const std::string& phone, absl::Time now) {
  const auto template_code = settings_.templates.find(letter.template_code);
  if (template_code == settings_.templates.end())
    return {.kind = Kind::kPermanent, .reason = "NO_PROVIDER_TEMPLATE"};
  FormFields fields = {
      {"AccessKeyId", settings_.key_id},
      {"Action", "SendSms"},
      {"Format", "JSON"},
      {"OutId", letter.id},
      {"PhoneNumbers", phone},
      {"RegionId", "cn-hangzhou"},
      {"SignName", settings_.sign_name},
      {"SignatureMethod", "HMAC-SHA1"},
      {"SignatureNonce", crypto::NewUuid(now)},
      {"SignatureVersion", "1.0"},
      {"TemplateCode", template_code->second},
      {"TemplateParam", nlohmann::json(letter.parameters).dump()},
      {"Timestamp", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone())},
      {"Version", "2017-05-25"}};
  fields["Signature"] = AliyunSignature("POST", fields, settings_.key_secret);
  // In the body, which unlike a URL nobody logs: it holds a telephone number.
  return OutcomeOf(http_->Send({.url = settings_.url,
                                .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                .body = FormOf(fields)}));
}

}  // namespace hotline::notification
