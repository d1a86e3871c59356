#include "server/config.h"

#include <cstdlib>
#include <memory>

#include "CLI/CLI.hpp"

namespace hotline::server {
namespace {

// "log-level" → "HOTLINE_LOG_LEVEL"
std::string VariableOf(const std::string& option) {
  std::string variable = "HOTLINE_" + option;
  for (char& c : variable)
    c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return variable;
}

// CLI11 reads the environment only for what the file does not say. Containers expect the opposite.
class FileBelowEnvironment : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> items = CLI::ConfigTOML::from_config(input);
    std::erase_if(items, [](const CLI::ConfigItem& item) {
      const char* value =
          item.parents.empty() ? std::getenv(VariableOf(item.name).c_str()) : nullptr;
      return value != nullptr && *value != '\0';
    });
    return items;
  }
};

}  // namespace

std::string Config::AddressOf(const std::string& role) const {
  for (const std::string& entry : addresses) {
    if (entry.starts_with(role + "=")) return entry.substr(role.size() + 1);
  }
  return "unix:" + run + "/" + role + ".sock";
}

std::string ConninfoFor(const Config& config, const std::string& schema) {
  return config.database + " user=hotline_" + schema;
}

std::string OwnerConninfo(const Config& config) {
  return config.database + " user=" + config.database_owner;
}

void AddOptions(CLI::App& app, Config& config) {
  auto add = [&app](const std::string& name, auto& value, const std::string& help) {
    return app.add_option("--" + name, value, help)
        ->envname(VariableOf(name))
        ->capture_default_str();
  };
  auto add_list = [&app](const std::string& name, std::vector<std::string>& value,
                         const std::string& help) {
    return app.add_option("--" + name, value, help)->envname(VariableOf(name));
  };
  app.config_formatter(std::make_shared<FileBelowEnvironment>());
  app.set_config("--config", "", "TOML file with any of these options");
  add("database", config.database, "libpq conninfo without user");
  add("database-owner", config.database_owner, "user that migrates");
  add("database-connections", config.database_connections, "connections of one role")
      ->check(CLI::Range(1, 200));
  add("redis", config.redis, "unix:/path or host:port; may be down");
  add("keys", config.keys, "key file, mode 0600");
  add("data", config.data, "directory for attachments");
  add("run", config.run, "directory for the roles' unix sockets");
  add_list("addresses", config.addresses, "roles elsewhere: workorder=host:port …");
  add("http", config.http, "address of the REST API");
  add_list("trusted-proxies", config.trusted_proxies,
           "addresses whose X-Forwarded-For is believed");
  add_list("rate-limits", config.rate_limits,
           "requests per minute: user=600 open=60 …, 0 for no limit");
  add("grpc", config.grpc, "address of the gRPC API for machine clients");
  add("tls-certificate", config.tls_certificate, "PEM file");
  add("tls-key", config.tls_key, "PEM file");
  add("static-files", config.static_files, "directory of the portal");
  add("metrics", config.metrics, "address for Prometheus");
  add("log-level", config.log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  add("dev-clock", config.dev_clock, "file of a clock that can be advanced; never in production");
  add_list("allowed-networks", config.outward.allowed_networks,
           "networks besides the internet that webhooks and SMS may reach: 10.1.0.0/16 …");
  add("ca-file", config.outward.ca_file,
      "authorities (PEM) that are trusted besides the system's by what goes outside");
  add("smtp-url", config.outward.smtp_url, "smtp://host:587 or smtps://host:465; empty: no e-mail");
  add("smtp-from", config.outward.smtp_from, "sender of e-mail");
  add("smtp-user", config.outward.smtp_user, "user of the mail server");
  add("smtp-password-file", config.outward.smtp_password_file, "its password, mode 0600");
  add("sms-url", config.outward.sms_url, "address of the SMS provider");
  add("sms-key-id", config.outward.sms_key_id, "access key of the SMS provider; empty: no SMS");
  add("sms-key-secret-file", config.outward.sms_key_secret_file, "its secret, mode 0600");
  add("sms-sign-name", config.outward.sms_sign_name, "signature of SMS (签名)");
  add_list("sms-templates", config.outward.sms_templates,
           "the provider's templates: sms_registered=SMS_123 …");
  // Shorter than a month, and what is gone might still be asked for or come again.
  add("keep-deliveries", config.retention.delivery_days, "days until what was delivered is removed")
      ->check(CLI::Range(30, 36500));
  add("keep-dead-deliveries", config.retention.dead_delivery_days,
      "days until what was given up is removed")
      ->check(CLI::Range(30, 36500));
  add("keep-notices", config.retention.notice_days, "days until notices are removed")
      ->check(CLI::Range(90, 36500));
  app.add_flag("--demo", config.demo, "allow demo accounts to sign in")->envname("HOTLINE_DEMO");
}

}  // namespace hotline::server
