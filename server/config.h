// Settings: command line over environment (HOTLINE_…) over file (--config, TOML) over defaults.
// `--print-config` shows what came of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/config/outward.h"
#include "platform/config/retention.h"

namespace CLI {
class App;
}

namespace hotline::server {

struct Config {
  std::string database =
      "dbname=hotline";  // libpq conninfo without user: every role connects as hotline_<role>.
  std::string database_owner =
      "postgres";                 // User that `migrate` connects as: may create schemas and roles.
  int database_connections = 16;  // A role.
  std::string redis;              // "unix:/path" or "host:port"; empty: without.
  std::string keys;               // Key file, made by `hotline keys create`.
  std::string data = "var";       // Attachments and other files.
  std::string run = "var/run";    // Unix sockets of the roles.
  // Addresses of roles elsewhere or on TCP: {"workorder=10.0.0.5:7003"}. Others:
  // unix:<run>/<role>.sock.
  std::vector<std::string> addresses;
  std::string http = "127.0.0.1:12368";
  std::vector<std::string> trusted_proxies;  // Addresses whose X-Forwarded-For is believed.
  std::string grpc;                          // For machine clients; empty: closed.
  // Requests per minute: {"user=600", "open=0"}; kinds and defaults as in gateway/auth/admission.h,
  // 0 for no limit.
  std::vector<std::string> rate_limits;
  std::string tls_certificate;  // PEM files; both or none.
  std::string tls_key;
  std::string static_files;  // The portal; empty: none.
  std::string metrics;       // "127.0.0.1:9368": Prometheus scrapes here; empty: closed.
  std::string log_level = "info";
  std::string dev_clock;  // File of the shared offset; empty: the system's clock.
  bool demo = false;      // Demo accounts may sign in.
  config::Outward outward;
  config::Retention retention;

  // "unix:/…/identity.sock" or "host:port".
  std::string AddressOf(const std::string& role) const;
};

// Declares every option of `config` on `app`.
void AddOptions(CLI::App& app, Config& config);

// libpq conninfo as the role of `schema`, and as the owner.
std::string ConninfoFor(const Config& config, const std::string& schema);
std::string OwnerConninfo(const Config& config);

}  // namespace hotline::server
