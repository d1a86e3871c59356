#include "tests/simulation/world.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/json_util.h"
#include "platform/base/status.h"
#include "platform/crypto/field_cipher.h"
#include "server/roles.h"
#include "services/identity/demo/load_demo.h"

namespace hotline::simulation {
namespace {

namespace pb = google::protobuf;

crypto::KeyRing Keys() {
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  keys.caller_key = std::string(32, 'c');
  keys.token_key = std::string(32, 't');
  return keys;
}

void Require(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

void Migrate(const std::string& conninfo) {
  Require(db::Migrate(conninfo, server::AllSchemas()));
  db::Pool pool({.conninfo = conninfo, .search_path = "identity"});
  Require(identity::LoadDemo(pool, crypto::FieldCipher(Keys()), SystemClock(), "Simulated-12368"));
}

std::string ToBytes(const pb::Descriptor* type, const json& value) {
  pb::DynamicMessageFactory factory;
  std::unique_ptr<pb::Message> message(factory.GetPrototype(type)->New());
  const auto status = pb::util::JsonStringToMessage(value.dump(), message.get());
  if (!status.ok()) throw std::runtime_error(absl::StrCat(status.ToString(), ": ", value.dump()));
  return message->SerializeAsString();
}

json ToJson(const pb::Descriptor* type, const std::string& bytes) {
  pb::DynamicMessageFactory factory;
  std::unique_ptr<pb::Message> message(factory.GetPrototype(type)->New());
  if (!message->ParseFromString(bytes)) throw std::runtime_error("a reply cannot be read");
  std::string text;
  pb::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  (void)pb::util::MessageToJsonString(*message, &text, options);
  return json::parse(text);
}

const pb::MethodDescriptor& MethodOf(const std::string& name) {
  const size_t slash = name.find('/');
  const auto* service =
      pb::DescriptorPool::generated_pool()->FindServiceByName("hotline." + name.substr(0, slash));
  const auto* method =
      service == nullptr ? nullptr : service->FindMethodByName(name.substr(slash + 1));
  if (method == nullptr) throw std::runtime_error("no method " + name);
  return *method;
}

// What a process that is gone, or two commands at once, may answer.
bool Passing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

World::World(Random& random, absl::Time start, bool prompt)
    : random_(random),
      clock_(start),
      keys_(Keys()),
      directory_(
          (std::filesystem::temp_directory_path() / ("hl-" + crypto::RandomCode(8))).string()),
      database_("simulation", Migrate),
      prompt_(prompt) {
  reads_ = std::make_unique<pqxx::connection>(database_.Conninfo());
  processes_.resize(2);
  for (size_t i = 0; i < processes_.size(); ++i) Start(i);
  for (const auto& row : Sql(R"(
        SELECT u.account, u.id, u.name, c.id, c.path, coalesce(u.department_id::text, ''),
               string_agg(DISTINCT p.permission, ' ')
        FROM identity.user_account u
        JOIN identity.court c ON c.id = u.court_id
        JOIN identity.user_role r ON r.user_id = u.id
        JOIN identity.role_permission p ON p.role_id = r.role_id
        GROUP BY u.id, c.id)")) {
    Caller& caller = people_[row[0].as<std::string>()];
    caller.kind = Caller::Kind::kUser;
    caller.account = row[0].as<std::string>();
    caller.id = row[1].as<std::string>();
    caller.name = row[2].as<std::string>();
    caller.court_id = row[3].as<std::string>();
    caller.court_path = row[4].as<std::string>();
    caller.department_id = row[5].as<std::string>();
    const std::vector<std::string> permissions = absl::StrSplit(row[6].as<std::string>(), ' ');
    caller.permissions = {permissions.begin(), permissions.end()};
  }
  for (const auto& row :
       Sql("SELECT d.kind, d.id FROM identity.department d JOIN identity.court c ON "
           "c.id = d.court_id WHERE c.code = '粤03'")) {
    departments_[row[0].as<std::string>()] = row[1].as<std::string>();
  }
}

World::~World() {
  processes_.clear();
  pools_.clear();
  reads_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void World::Start(size_t process) {
  processes_[process].reset();
  processes_[process] =
      std::make_unique<Process>(database_, clock_, keys_, absl::StrCat(directory_, "/", process));
}

absl::StatusOr<json> World::Call(const Command& command) {
  const pb::MethodDescriptor& method = MethodOf(command.method);
  Process& process = *processes_[static_cast<size_t>(random_.Below(2))];
  absl::StatusOr<std::string> reply = absl::UnknownError("no answer");
  // CallRaw answers on another thread.
  std::promise<absl::StatusOr<std::string>> answer;
  process.ChannelTo(command.method.substr(0, command.method.find('.')))
      .CallRaw(method.service()->full_name() + "/" + method.name(),
               ToBytes(method.input_type(), command.request), {.caller = Person(command.account)},
               [&](absl::StatusOr<std::string> got) { answer.set_value(std::move(got)); });
  HOTLINE_ASSIGN_OR_RETURN(const std::string bytes, answer.get_future().get());
  return ToJson(method.output_type(), bytes);
}

void World::Tick(Worker& worker) {
  const auto next = worker.Tick(clock_.Now());
  if (!next.ok() && !Passing(next.status())) {
    throw std::runtime_error(absl::StrCat(worker.name(), ": ", next.status().ToString()));
  }
}

void World::SpreadNews() {
  for (const char* kind : {"feed.", "consumer.", "feed.", "consumer."}) {
    for (auto& process : processes_) {
      for (const auto& worker : process->workers()) {
        if (worker->name().starts_with(kind)) Tick(*worker);
      }
    }
  }
}

void World::TickSome() {
  if (prompt_ && doomed_) Revive();
  if (prompt_) SpreadNews();
  Tick(*random_.Of(processes_[static_cast<size_t>(random_.Below(2))]->workers()));
}

void World::Settle() {
  std::string before;
  for (int quiet = 0, round = 0;; ++round) {
    if (round > 300) throw std::runtime_error("the workers do not come to rest: " + before);
    // Somebody must be left to do it.
    if (std::ranges::all_of(processes_, [](const auto& process) { return process->dead(); })) {
      Revive();
    }
    if (prompt_) SpreadNews();
    for (auto& process : processes_) {
      std::vector<std::shared_ptr<Worker>> workers = process->workers();
      for (size_t i = workers.size(); i > 1; --i) {
        std::swap(workers[i - 1], workers[static_cast<size_t>(random_.Below(static_cast<int>(i)))]);
      }
      for (const auto& worker : workers) {
        Tick(*worker);
      }
    }
    std::string now = Progress();
    quiet = now == before ? quiet + 1 : 0;
    before = std::move(now);
    // The last look is at what is due now: no time goes by after it.
    if (quiet >= 2 && !Owed()) return;
    // What a death left half done is taken up again after half a minute.
    clock_.Advance(quiet < 2 ? absl::Seconds(1) : absl::Seconds(31));
  }
}

void World::Doom() {
  processes_[static_cast<size_t>(random_.Below(2))]->DieAt(1 + random_.Below(12));
  doomed_ = true;
}

void World::Revive() {
  for (size_t i = 0; i < processes_.size(); ++i) Start(i);
  doomed_ = false;
}

pqxx::result World::Sql(const std::string& text) {
  return pqxx::nontransaction(*reads_).exec(text);
}

std::string World::One(const std::string& text) {
  const pqxx::result rows = Sql(text);
  return rows.at(0).at(0).is_null() ? "" : rows.at(0).at(0).c_str();
}

db::Pool& World::PoolOf(const std::string& schema) {
  auto& pool = pools_[schema];
  if (pool == nullptr) {
    pool = std::make_unique<db::Pool>(db::PoolOptions{
        .conninfo = database_.ConninfoFor("hotline_" + schema), .search_path = schema});
  }
  return *pool;
}

bool World::Owed() {
  return One("SELECT EXISTS (SELECT 1 FROM escalation.effect_batch) OR "
             "EXISTS (SELECT 1 FROM escalation.due_projection) OR "
             "EXISTS (SELECT 1 FROM escalation.reprojection WHERE done_time IS NULL)") == "t";
}

std::string World::Progress() {
  std::string statement = "SELECT concat_ws(' '";
  for (const db::Schema& schema : server::AllSchemas()) {
    absl::StrAppend(&statement, ", (SELECT count(*) FROM ", schema.name,
                    ".event), (SELECT count(*) FROM ", schema.name,
                    ".event_pending), (SELECT string_agg(position::text, ',' ORDER BY name) FROM ",
                    schema.name, ".consumer)");
  }
  return One(statement + ")");
}

}  // namespace hotline::simulation
