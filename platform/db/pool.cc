#include "platform/db/pool.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <typeinfo>
#include <vector>

#include "nlohmann/json.hpp"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"

namespace hotline::db {

using nlohmann::json;
using observe::Level;

namespace internal {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

}  // namespace internal

namespace {

// "2026-11-23 08:00:00.123456+00": the session's time zone is UTC. Ten times as fast as absl's
// parser, which takes the rest (years beyond 9999).
std::optional<absl::Time> ParseUsual(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd dd:dd:dd";
  if (text.size() < kForm.size() || !text.ends_with("+00")) return std::nullopt;
  int parts[6] = {}, part = 0;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == 'd' ? !digit : text[i] != kForm[i]) return std::nullopt;
    if (digit)
      parts[part] = parts[part] * 10 + (text[i] - '0');
    else
      ++part;
  }
  std::string_view fraction = text.substr(kForm.size(), text.size() - kForm.size() - 3);
  int micros = 0;
  if (!fraction.empty()) {
    if (fraction[0] != '.' || fraction.size() > 7) return std::nullopt;
    for (size_t i = 1; i < 7; ++i) {
      const char c = i < fraction.size() ? fraction[i] : '0';
      if (c < '0' || c > '9') return std::nullopt;
      micros = micros * 10 + (c - '0');
    }
  }
  return absl::FromCivil(
             absl::CivilSecond(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]),
             absl::UTCTimeZone()) +
         absl::Microseconds(micros);
}

}  // namespace

absl::Time TimeOf(const pqxx::field& field) {
  if (const auto usual = ParseUsual({field.c_str(), field.size()})) return *usual;
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S+00", field.c_str(), &time, &error)) {
    throw std::runtime_error("timestamp " + std::string(field.c_str()) + ": " + error);
  }
  return time;
}

std::optional<absl::Time> OptionalTimeOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return TimeOf(field);
}

std::string BytesOf(const pqxx::field& field) {
  if (field.is_null()) return "";
  return pqxx::binarystring(field).str();
}

std::vector<std::string> UuidsOf(const pqxx::field& field) {  // "{a,b}": nothing is ever quoted.
  constexpr size_t kUuid = 36;
  const std::string_view text(field.c_str(), field.size());
  std::vector<std::string> ids;
  for (size_t at = 1; at + kUuid < text.size(); at += kUuid + 1)
    ids.emplace_back(text.substr(at, kUuid));
  return ids;
}

std::string ArrayOf(const std::vector<std::string>& values) {
  Array array;
  for (const std::string& value : values) array.Add(value);
  return array.text();
}

void Array::Add(std::string_view value) {
  Next() += '"';
  const size_t begin = text_.size();
  text_.resize(begin + 2 * value.size());  // As if each character were escaped.
  char* end = text_.data() + begin;
  for (const char c : value) {
    if (c == '"' || c == '\\') *end++ = '\\';
    *end++ = c;
  }
  text_.resize(end - text_.data());
  text_ += '"';
}

void Array::Add(Bytes value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  Next() += "\"\\\\x";
  for (unsigned char c : value.data) {
    text_ += kDigits[c >> 4];
    text_ += kDigits[c & 15];
  }
  text_ += '"';
}

// One connection and the statements prepared on it.
struct Tx::Session {
  explicit Session(const std::string& conninfo) : connection(conninfo) {}
  pqxx::connection connection;
  std::set<std::string, std::less<>> prepared;
};

void Tx::Prepare(const Sql& sql) {
  if (session_.prepared.contains(std::string_view(sql.name))) return;
  session_.connection.prepare(sql.name, sql.text);
  session_.prepared.insert(sql.name);
}

struct Pool::Impl {
  explicit Impl(PoolOptions o) : options(std::move(o)) {
    // As start-up options they also hold after a silent reconnect. Compiling a statement (jit)
    // costs tens of milliseconds each time, where ours take a few.
    conninfo = options.conninfo +
               " options='-c TimeZone=UTC -c jit=off -c search_path=" + options.search_path +
               " -c statement_timeout=" +
               std::to_string(absl::ToInt64Milliseconds(options.statement_timeout)) +
               " -c client_min_messages=warning' application_name=hotline-" + options.search_path;
  }

  // A lent session; goes back on destruction unless it broke.
  class Lease {
   public:
    Lease(Impl* impl, std::unique_ptr<Tx::Session> session)
        : impl_(impl), session_(std::move(session)) {}
    Lease(Lease&& other) noexcept : impl_(other.impl_), session_(std::move(other.session_)) {
      other.impl_ = nullptr;
    }
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (impl_ != nullptr) impl_->GiveBack(std::move(session_));
    }
    Tx::Session& session() { return *session_; }
    void Discard() { session_.reset(); }

   private:
    Impl* impl_;
    std::unique_ptr<Tx::Session> session_;
  };

  absl::StatusOr<Lease> Acquire() {
    {
      std::unique_lock lock(mutex);
      auto free = [this] { return !idle.empty() || open < options.connections; };
      if (!returned.wait_for(lock, absl::ToChronoMilliseconds(options.acquire_timeout), free)) {
        return Refuse(absl::StatusCode::kResourceExhausted, "DATABASE_BUSY");
      }
      if (!idle.empty()) {
        auto session = std::move(idle.back());
        idle.pop_back();
        return Lease(this, std::move(session));
      }
      ++open;
    }
    try {
      return Lease(this, std::make_unique<Tx::Session>(conninfo));
    } catch (const std::exception& error) {
      observe::Log(Level::kWarn, "db.connect_failed", {{"error", error.what()}});
      std::lock_guard lock(mutex);
      --open;
      returned.notify_one();
      return Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE");
    }
  }

  void GiveBack(std::unique_ptr<Tx::Session> session) {
    const bool usable = session != nullptr && session->connection.is_open();
    if (!usable) session.reset();  // Disconnects outside the lock.
    std::lock_guard lock(mutex);
    if (usable) {
      idle.push_back(std::move(session));
    } else {
      --open;
    }
    returned.notify_one();
  }

  // The other idle connections of a server that went away are dead, too.
  void DropIdle() {
    std::vector<std::unique_ptr<Tx::Session>> dropped;
    std::lock_guard lock(mutex);
    open -= static_cast<int>(idle.size());
    idle.swap(dropped);
    returned.notify_all();
  }

  PoolOptions options;
  std::string conninfo;
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<std::unique_ptr<Tx::Session>> idle;
  int open = 0;  // Lent and idle.
};

Pool::Pool(PoolOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Pool::~Pool() = default;

namespace {

enum class Verdict { kDone, kRepeat, kRepeatOnFreshConnection };

struct Outcome {
  Verdict verdict;
  absl::Status status;
};

std::string ConstraintOf(const std::string& message) {
  // unique constraint "work_order_number_key"
  const size_t from = message.find('"');
  const size_t to = from == std::string::npos ? from : message.find('"', from + 1);
  return to == std::string::npos ? "" : message.substr(from + 1, to - from - 1);
}

// Whether libpq itself made this error, without a word (SQLSTATE) of the server: the connection
// broke. It may still count as open, when libpq could not write but found older messages to read.
bool MadeByClient(const std::exception& error) {
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
  return sql != nullptr ? sql->sqlstate().empty() : typeid(error) == typeid(pqxx::failure);
}

bool LostConnection(const std::exception& error) {
  if (dynamic_cast<const pqxx::broken_connection*>(&error) != nullptr) return true;
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
  // 57P: admin_shutdown, crash_shutdown, cannot_connect_now.
  return MadeByClient(error) || (sql != nullptr && sql->sqlstate().starts_with("57P"));
}

// libpqxx tells that the outcome is in doubt only when the connection counts as closed.
void Commit(pqxx::work& work) {
  try {
    work.commit();
  } catch (const pqxx::failure& error) {
    if (MadeByClient(error)) throw pqxx::in_doubt_error(error.what());
    throw;
  }
}

// The one place where exceptions of libpqxx become values.
Outcome OutcomeOf(const std::exception& error) {
  const std::string text = error.what();
  if (dynamic_cast<const pqxx::in_doubt_error*>(&error) != nullptr) {
    return {Verdict::kDone, Refuse(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN")};
  }
  // serialization_failure and deadlock_detected are no sql_error in libpqxx 6.
  if (dynamic_cast<const pqxx::transaction_rollback*>(&error) != nullptr) {
    return {Verdict::kRepeat, Refuse(absl::StatusCode::kAborted, "CONTENTION")};
  }
  if (LostConnection(error)) {
    observe::Log(Level::kWarn, "db.connection_lost", {{"error", text}});
    return {Verdict::kRepeatOnFreshConnection,
            Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE")};
  }
  if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error)) {
    const std::string& state = sql->sqlstate();
    if (state == "23505") {
      return {Verdict::kDone, Conflict("DUPLICATE", {{"constraint", ConstraintOf(text)}})};
    }
    if (state == "57014") {  // query_canceled: statement_timeout
      return {Verdict::kDone, Refuse(absl::StatusCode::kDeadlineExceeded, "DATABASE_SLOW")};
    }
    if (state.starts_with("53")) {  // insufficient_resources: disk full, too many connections
      observe::Log(Level::kError, "db.resources", {{"sqlstate", state}, {"error", text}});
      return {Verdict::kDone, Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE")};
    }
    observe::Log(Level::kError, "db.failed",
                 {{"sqlstate", state}, {"error", text}, {"statement", sql->query()}});
    return {Verdict::kDone, absl::InternalError("database")};
  }
  observe::Log(Level::kError, "db.failed", {{"error", text}});
  return {Verdict::kDone, absl::InternalError(text)};
}

}  // namespace

absl::Status Pool::Run(Mode mode, absl::FunctionRef<absl::Status(Tx&)> body) {
  static auto& repeats = observe::GetCounter("hotline_db_repeats_total", "Transactions run again");
  constexpr int kAttempts = 5;
  const auto& interrupt = impl_->options.interrupt;
  if (interrupt) HOTLINE_RETURN_IF_ERROR(interrupt());
  absl::Status last;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (attempt > 0) {
      repeats.Increment();
      std::this_thread::sleep_for(std::chrono::milliseconds(5 << (2 * attempt)));  // 20 ms … 1.3 s
    }
    auto lease = impl_->Acquire();
    if (!lease.ok()) {
      if (ReasonOf(lease.status()) != "DATABASE_UNAVAILABLE") return lease.status();
      last = lease.status();
      continue;
    }
    try {
      if (mode == Mode::kWrite) {
        pqxx::work work(lease->session().connection);
        Tx tx(work, lease->session());
        HOTLINE_RETURN_IF_ERROR(body(tx));
        Commit(work);
        return interrupt ? interrupt() : absl::OkStatus();
      }
      pqxx::nontransaction work(lease->session().connection);
      Tx tx(work, lease->session());
      return body(tx);
    } catch (const std::exception& error) {
      Outcome outcome = OutcomeOf(error);
      last = outcome.status;
      if (outcome.verdict != Verdict::kRepeat || !lease->session().connection.is_open())
        lease->Discard();
      if (outcome.verdict == Verdict::kRepeatOnFreshConnection) impl_->DropIdle();
      if (outcome.verdict == Verdict::kDone) return last;
    }
  }
  return last;
}

absl::Status Pool::Ping() {
  static constexpr Sql kPing{"ping", "SELECT 1"};
  return Run(Mode::kRead, [](Tx& tx) {
    tx.Exec(kPing);
    return absl::OkStatus();
  });
}

}  // namespace hotline::db
