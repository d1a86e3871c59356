#include "platform/testing/database.h"

#include <unistd.h>

#include <atomic>
#include <iostream>
#include <map>
#include <mutex>
#include <pqxx/pqxx>
#include <stdexcept>

#include "platform/testing/environment.h"

namespace hotline::testing {
namespace {

// Any fixed number: taken in the database "postgres" by every test process that migrates.
constexpr char kLockMigrations[] = "SELECT pg_advisory_lock(12368)";

std::string Prefix() { return "test_" + std::to_string(getpid()) + "_"; }

std::string In(const std::string& database) { return ServerConninfo() + " dbname=" + database; }

void Execute(const std::string& statement) {
  pqxx::connection connection(In("postgres"));
  pqxx::nontransaction(connection).exec(statement);
}

void Drop(const std::string& database) {
  try {
    Execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  } catch (const std::exception& error) {
    std::cerr << "test database " << database << " stays: " << error.what() << "\n";
  }
}

// Templates of this process by name.
class Templates {
 public:
  void DropAll() {
    std::lock_guard lock(mutex_);
    for (const auto& [name, database] : databases_) Drop(database);
    databases_.clear();
  }

  std::string Get(const std::string& name, const TestDatabase::Migrate& migrate) {
    std::lock_guard lock(mutex_);
    if (auto found = databases_.find(name); found != databases_.end()) return found->second;
    if (name.empty() || name.size() > 32 ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
      throw std::invalid_argument("template name '" + name + "' is not [a-z0-9_]{1,32}");
    }
    std::string database = Prefix() + "template_" + name;
    pqxx::connection connection(In("postgres"));
    pqxx::nontransaction session(connection);
    session.exec(kLockMigrations);  // Released with the connection.
    session.exec("CREATE DATABASE " + database);
    try {
      migrate(In(database));
    } catch (...) {
      Drop(database);
      throw;
    }
    databases_.emplace(name, database);
    return database;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> databases_;
};

Templates& ProcessTemplates() {
  static Templates templates;
  return templates;
}

std::string NextName() {
  static std::atomic<int> count{0};
  return Prefix() + std::to_string(++count);
}

}  // namespace

void DropTemplates() { ProcessTemplates().DropAll(); }

TestDatabase::TestDatabase(const std::string& template_name, const Migrate& migrate)
    : name_(NextName()) {
  Execute("CREATE DATABASE " + name_ + " TEMPLATE " +
          ProcessTemplates().Get(template_name, migrate));
}

TestDatabase::TestDatabase() : name_(NextName()) { Execute("CREATE DATABASE " + name_); }

TestDatabase::~TestDatabase() { Drop(name_); }

std::string TestDatabase::Conninfo() const { return In(name_); }

// Of a key that is given twice, libpq takes the last.
std::string TestDatabase::ConninfoFor(const std::string& role) const {
  return In(name_) + " user=" + role;
}

}  // namespace hotline::testing
