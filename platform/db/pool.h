// PostgreSQL by libpqxx: a bounded pool of connections and transactions that are safe to repeat.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/base/status.h"
#include "platform/db/sql.h"
#include "pqxx/pqxx"

namespace hotline::db {

// Binary parameter (bytea).
struct Bytes {
  std::string_view data;
};

namespace internal {
std::string TimeText(absl::Time time);
template <class T>
decltype(auto) ToParam(const T& value) {
  if constexpr (std::is_same_v<T, absl::Time>) {
    return TimeText(value);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return pqxx::binarystring(value.data.data(), value.data.size());
  } else if constexpr (std::is_same_v<T, std::string_view>) {
    return std::string(value);
  } else if constexpr (std::is_same_v<T, std::optional<absl::Time>>) {
    return value ? std::optional<std::string>(TimeText(*value)) : std::nullopt;
  } else {
    return (value);
  }
}
}  // namespace internal

// Values of a row. Timestamps are timestamptz, read with microseconds.
absl::Time TimeOf(const pqxx::field& field);
std::optional<absl::Time> OptionalTimeOf(const pqxx::field& field);
std::string BytesOf(const pqxx::field& field);               // bytea; empty for NULL.
std::vector<std::string> UuidsOf(const pqxx::field& field);  // uuid[]; empty for NULL.
// A PostgreSQL array literal for a parameter cast as text[] (or uuid[] …) in the statement.
std::string ArrayOf(const std::vector<std::string>& values);

// The same, put together value by value: for statements over many rows (unnest).
class Array {
 public:
  void Add(std::string_view value);
  void Add(const std::string& value) { Add(std::string_view(value)); }
  void Add(const char* value) = delete;  // Would be taken for a bool.
  void Add(int value) { Add(int64_t{value}); }
  void Add(int64_t value) { Next() += std::to_string(value); }
  void Add(bool value) { Next() += value ? 't' : 'f'; }
  void Add(absl::Time value) { Add(internal::TimeText(value)); }
  void Add(Bytes value);
  void AddNull() { Next() += "NULL"; }
  template <class T>
  void Add(const std::optional<T>& value) {
    if (value) {
      Add(*value);
    } else {
      AddNull();
    }
  }
  std::string text() const { return text_ + '}'; }

 private:
  std::string& Next() {
    if (text_.size() > 1) text_ += ',';
    return text_;
  }
  std::string text_ = "{";
};

// One open transaction; only valid inside the body that got it. Statements are prepared once per
// connection.
class Tx {
 public:
  template <class... Args>
  pqxx::result Exec(const Sql& sql, const Args&... args) {
    Prepare(sql);
    return transaction_.exec_prepared(sql.name, internal::ToParam(args)...);
  }
  // SQL put together by code (dynamic filters): the text must not hold values; give them as
  // parameters.
  template <class... Args>
  pqxx::result ExecText(const std::string& text, const Args&... args) {
    return transaction_.exec_params(text, internal::ToParam(args)...);
  }
  pqxx::transaction_base& raw() { return transaction_; }

 private:
  friend class Pool;
  struct Session;
  Tx(pqxx::transaction_base& transaction, Session& session)
      : transaction_(transaction), session_(session) {}
  void Prepare(const Sql& sql);
  pqxx::transaction_base& transaction_;
  Session& session_;
};

struct PoolOptions {
  std::string conninfo;     // libpq; "host=… dbname=hotline user=hotline_workorder".
  std::string search_path;  // The service's schema.
  int connections = 8;
  absl::Duration acquire_timeout = absl::Seconds(5);
  absl::Duration statement_timeout = absl::Seconds(30);
  // For simulations of a process or a server that dies: asked before each transaction begins and
  // again when one has committed; a status other than OK is what the caller gets, and nothing is
  // repeated.
  std::function<absl::Status()> interrupt;
};

// Thread-safe. Connections are made when first needed and replaced when broken.
class Pool {
 public:
  explicit Pool(PoolOptions options);
  ~Pool();

  // Runs `body` in one READ COMMITTED transaction: commits when it returns OK, rolls back
  // otherwise. Runs it again (at most 5 times, with growing pauses) after a serialization failure,
  // a deadlock or a connection lost before commit: the body must have no effect outside the
  // transaction. Errors: what the body returned; RESOURCE_EXHAUSTED (DATABASE_BUSY) when no
  // connection came free in time; UNAVAILABLE (DATABASE_UNAVAILABLE); UNAVAILABLE (OUTCOME_UNKNOWN)
  // when the connection broke during commit: repeat with the same request id; ALREADY_EXISTS
  // (DUPLICATE, with the constraint's name as parameter) on a unique violation; INTERNAL for other
  // SQL errors, logged with the statement.
  template <class T>
  absl::StatusOr<T> Transact(absl::FunctionRef<absl::StatusOr<T>(Tx&)> body) {
    absl::StatusOr<T> result = absl::UnknownError("not run");
    absl::Status status = Run(Mode::kWrite, [&](Tx& tx) {
      result = body(tx);
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }
  absl::Status Transact(absl::FunctionRef<absl::Status(Tx&)> body) {
    return Run(Mode::kWrite, body);
  }

  // The same without BEGIN and COMMIT: each statement is its own transaction. For single reads.
  template <class T>
  absl::StatusOr<T> Read(absl::FunctionRef<absl::StatusOr<T>(Tx&)> body) {
    absl::StatusOr<T> result = absl::UnknownError("not run");
    absl::Status status = Run(Mode::kRead, [&](Tx& tx) {
      result = body(tx);
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }

  absl::Status Ping();  // For readiness: one round trip.

 private:
  enum class Mode { kRead, kWrite };
  absl::Status Run(Mode mode, absl::FunctionRef<absl::Status(Tx&)> body);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::db
