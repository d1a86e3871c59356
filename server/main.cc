// hotline: one binary, many roles. `hotline --help` lists the commands.
#include <cstdio>

#include "CLI/CLI.hpp"
#include "server/commands.h"
#include "server/config.h"

int main(int argc, char** argv) {
  using namespace hotline::server;
  CLI::App app("12368 诉讼服务热线 — court hotline");
  app.fallthrough();
  app.require_subcommand(0, 1);
  Config config;
  AddOptions(app, config);
  bool print_config = false;
  app.add_flag("--print-config", print_config, "print the effective settings and exit")
      ->configurable(false);

  int exit_code = 0;
  std::vector<std::string> roles = {"all"};
  std::string path;
  FirstAdministrator first;

  auto* serve = app.add_subcommand("serve", "run roles until SIGTERM");
  serve->add_option("--roles", roles, "all, or names of roles")
      ->delimiter(',')
      ->capture_default_str()
      ->configurable(false);
  serve->callback([&] {
    if (!print_config) exit_code = Serve(config, roles);
  });
  app.add_subcommand("migrate", "bring the database up to date")->callback([&] {
    exit_code = MigrateDatabase(config);
  });
  app.add_subcommand("demo-data", "load the demo court (HOTLINE_DEMO_PASSWORD)")->callback([&] {
    exit_code = LoadDemoData(config);
  });
  auto* administrator =
      app.add_subcommand("create-admin", "make the first administrator of a new system");
  administrator->add_option("--account", first.account)->capture_default_str()->configurable(false);
  administrator
      ->add_option("--court-code", first.court_code,
                   "code of the root court (法院代字), such as 粤03")
      ->required()
      ->configurable(false);
  administrator->add_option("--court-name", first.court_name, "its name")
      ->required()
      ->configurable(false);
  administrator->callback([&] { exit_code = CreateAdministrator(config, first); });
  auto* keys = app.add_subcommand("keys", "key files")->require_subcommand(1);
  auto* create = keys->add_subcommand("create", "write a new key file");
  create->add_option("file", path)->required()->configurable(false);
  create->callback([&] { exit_code = CreateKeys(path); });
  auto* rotate = keys->add_subcommand("rotate", "add a field key and make it active");
  rotate->add_option("file", path)->required()->configurable(false);
  rotate->callback([&] { exit_code = RotateKeys(path); });
  auto* verify = app.add_subcommand("verify", "checks")->require_subcommand(1);
  verify->add_subcommand("history", "recompute the hash chain of every history")->callback([&] {
    exit_code = VerifyHistory(config);
  });
  app.add_subcommand("openapi", "print the OpenAPI document")->callback([&] {
    exit_code = PrintOpenApi();
  });
  app.add_subcommand("roles", "print the map of the system")->callback([&] {
    exit_code = PrintRoles();
  });

  CLI11_PARSE(app, argc, argv);
  if (print_config) {
    std::puts(app.config_to_str(true, false).c_str());
  } else if (app.get_subcommands().empty()) {
    std::puts(app.help().c_str());
  }
  return exit_code;
}
