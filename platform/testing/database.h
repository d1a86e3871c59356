// A fresh, migrated database for one test.
//
//   hotline::testing::TestDatabase database("workorder", [](const std::string& conninfo) {
//     Migrate(conninfo);  // Throws on failure. Must have closed its connections when it returns.
//   });
//   Pool pool(database.ConninfoFor("hotline_workorder"));
#pragma once

#include <functional>
#include <string>

namespace hotline::testing {

// Owns the database: created by the constructor as a copy of a template (some 30 ms), dropped by
// the destructor, sessions that are still open included. The template is migrated once per process
// and name; processes migrate in turn, because roles belong to the whole server. Names carry the
// process id, so that test binaries run side by side. Construction throws what libpqxx or `migrate`
// throw. Safe to use from several threads.
class TestDatabase {
 public:
  using Migrate = std::function<void(const std::string& conninfo)>;

  // `template_name` is [a-z0-9_]{1,32} and stands for what `migrate` does.
  TestDatabase(const std::string& template_name, const Migrate& migrate);
  TestDatabase();  // Empty: nothing migrated.
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }

  // libpq conninfo of a superuser, or of `role`, which needs no password.
  std::string Conninfo() const;
  std::string ConninfoFor(const std::string& role) const;

 private:
  std::string name_;
};

// Drops the templates of this process; main calls it. (libpqxx does not outlive main, so a static
// object cannot.)
void DropTemplates();

}  // namespace hotline::testing
