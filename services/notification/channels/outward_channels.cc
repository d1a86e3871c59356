#include "services/notification/channels/outward_channels.h"

#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "platform/base/email.h"
#include "platform/crypto/key_file.h"
#include "services/notification/channels/aliyun_sms.h"
#include "services/notification/channels/sms.h"
#include "services/notification/channels/smtp.h"

namespace hotline::notification {
namespace {

void Demand(bool held, const std::string& otherwise) {
  if (!held) throw std::invalid_argument(otherwise);
}

std::string Secret(const std::string& path, const std::string& setting) {
  Demand(!path.empty(), setting + " is missing");
  const absl::StatusOr<std::string> text = crypto::ReadKeyFile(path);
  Demand(text.ok(), setting + ": " + std::string(text.status().message()));
  std::string secret(absl::StripAsciiWhitespace(*text));
  Demand(!secret.empty(), setting + " is empty");
  return secret;
}

TransferOptions OptionsOf(const config::Outward& outward) {
  Demand(outward.ca_file.empty() || std::ifstream(outward.ca_file).good(),
         "ca-file: cannot read " + outward.ca_file);
  return {.ca_file = outward.ca_file};
}

}  // namespace

HttpClient MakeHttpClient(const config::Outward& outward) {
  auto networks = Networks::Parse(absl::StrJoin(outward.allowed_networks, ","));
  Demand(networks.ok(), "allowed-networks: " + std::string(networks.status().message()));
  return HttpClient(*std::move(networks), OptionsOf(outward));
}

std::unique_ptr<Channel> MakeEmailChannel(const config::Outward& outward, AddressBook* addresses) {
  if (outward.smtp_url.empty()) return nullptr;
  Demand(outward.smtp_url.starts_with("smtp://") || outward.smtp_url.starts_with("smtps://"),
         "smtp-url begins with smtp:// or smtps://");
  Demand(IsEmail(outward.smtp_from), "smtp-from is no e-mail address");
  SmtpSettings settings{
      .url = outward.smtp_url, .from = outward.smtp_from, .user = outward.smtp_user};
  if (!settings.user.empty())
    settings.password = Secret(outward.smtp_password_file, "smtp-password-file");
  return std::make_unique<SmtpChannel>(std::move(settings), addresses, OptionsOf(outward));
}

std::unique_ptr<Channel> MakeSmsChannel(const config::Outward& outward, AddressBook* addresses,
                                        const HttpClient* http) {
  if (outward.sms_key_id.empty()) return nullptr;
  const absl::Status url = http->CheckUrl(outward.sms_url);
  Demand(url.ok(), "sms-url: " + std::string(url.message()));
  Demand(!outward.sms_sign_name.empty(), "sms-sign-name is missing");
  AliyunSettings settings{.url = outward.sms_url,
                          .key_id = outward.sms_key_id,
                          .key_secret = Secret(outward.sms_key_secret_file, "sms-key-secret-file"),
                          .sign_name = outward.sms_sign_name};
  for (const std::string& pair : outward.sms_templates) {
    const size_t equals = pair.find('=');
    Demand(equals != pair.npos && equals > 0 && equals + 1 < pair.size(),
           "sms-templates: \"" + pair + "\" is not like sms_registered=SMS_123456789");
    settings.templates[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return std::make_unique<SmsChannel>(std::make_unique<AliyunSms>(std::move(settings), http),
                                      addresses);
}

}  // namespace hotline::notification
