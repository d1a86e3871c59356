// Settings of what goes out of the house: to mail servers, SMS providers and other systems. A
// channel whose settings are empty is off.
#pragma once

#include <string>
#include <vector>

namespace hotline::config {

struct Outward {
  // Networks besides the public internet that may be connected to: {"10.1.0.0/16"}.
  std::vector<std::string> allowed_networks;

  // Who vouches for the certificates of mail servers, providers and endpoints besides the system's
  // authorities: the court's own (PEM).
  std::string ca_file;

  std::string smtp_url;            // "smtp://mail.court.cn:587" or "smtps://…:465".
  std::string smtp_from;           // "hotline@court.cn"
  std::string smtp_user;           // Empty: without signing in.
  std::string smtp_password_file;  // Mode 0600.

  std::string sms_url = "https://dysmsapi.aliyuncs.com/";
  std::string sms_key_id;
  std::string sms_key_secret_file;  // Mode 0600.
  std::string sms_sign_name;        // 签名, as registered with the provider.
  // Our template's code → the provider's: {"sms_registered=SMS_123456789"}.
  std::vector<std::string> sms_templates;
};

}  // namespace hotline::config
