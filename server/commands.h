// The program's subcommands. Each returns the exit code and says on standard error what went wrong.
#pragma once

#include <string>
#include <vector>

#include "server/config.h"

namespace hotline::server {

int Serve(const Config& config, const std::vector<std::string>& roles);  // Until SIGINT or SIGTERM.
int MigrateDatabase(const Config& config);
int LoadDemoData(const Config& config);  // Password in HOTLINE_DEMO_PASSWORD.

struct FirstAdministrator {
  std::string account = "admin";
  std::string court_code;  // Of the root court: "粤".
  std::string court_name;
};
int CreateAdministrator(const Config& config,
                        const FirstAdministrator& administrator);  // Prints the first password.
int CreateKeys(const std::string& path);
int RotateKeys(const std::string& path);
int VerifyHistory(const Config& config);  // Exit code 1 when a chain is broken.
int PrintOpenApi();
int PrintRoles();

}  // namespace hotline::server
