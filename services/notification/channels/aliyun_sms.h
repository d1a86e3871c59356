// 阿里云短信服务 (dysmsapi, version 2017-05-25, action SendSms).
#pragma once

#include <map>
#include <string>
#include <utility>

#include "services/notification/channels/http_client.h"
#include "services/notification/channels/sms_provider.h"

namespace hotline::notification {

struct AliyunSettings {
  std::string url = "https://dysmsapi.aliyuncs.com/";
  std::string key_id;
  std::string key_secret;
  std::string sign_name;                         // 签名, as registered.
  std::map<std::string, std::string> templates;  // "sms_registered" → "SMS_123456789"
};

class AliyunSms : public SmsProvider {
 public:
  AliyunSms(AliyunSettings settings, const HttpClient* http)
      : settings_(std::move(settings)), http_(http) {}

  // The letter's id is the provider's OutId, which its receipts name; each attempt has a nonce of
  // its own. What no operator could mend is never tried again: a number, a parameter, a forbidden
  // word. A limit is waited for. All else is tried again: credit, keys, the provider's own
  // troubles.
  Outcome Send(const Letter& letter, const std::string& phone, absl::Time now) override;

 private:
  AliyunSettings settings_;
  const HttpClient* http_;
};

}  // namespace hotline::notification
