#include "services/workorder/store/work_order_store.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "nlohmann/json.hpp"
#include "platform/base/chinese_id.h"
#include "platform/base/phone.h"
#include "platform/base/status.h"
#include "services/workorder/domain/visibility.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {
namespace {

using pqxx::field;

std::string SealContext(std::string_view what, std::string_view id) {
  std::string context = "workorder/";
  return context.append(what).append("/").append(id);
}

std::string Text(const field& f) {
  return f.is_null() ? std::string() : std::string(f.c_str(), f.size());
}

bool Flag(const field& f) { return f.c_str()[0] == 't'; }

template <class E>
E Enum(const field& f) {
  return static_cast<E>(f.as<int>());
}

// `requester_sealed` is opened when the order's id is known.
using Setter = void (*)(const field&, WorkOrder&, std::string& requester_sealed);

const std::unordered_map<std::string_view, Setter>& Setters() {
  static const auto* setters = new std::unordered_map<std::string_view, Setter>{
      {"id", [](const field& f, WorkOrder& o, std::string&) { o.id = Text(f); }},
      {"number", [](const field& f, WorkOrder& o, std::string&) { o.number = Text(f); }},
      {"court_id", [](const field& f, WorkOrder& o, std::string&) { o.court_id = Text(f); }},
      {"court_path", [](const field& f, WorkOrder& o, std::string&) { o.court_path = Text(f); }},
      {"state", [](const field& f, WorkOrder& o, std::string&) { o.state = Enum<State>(f); }},
      {"round", [](const field& f, WorkOrder& o, std::string&) { o.round = f.as<int>(); }},
      {"type", [](const field& f, WorkOrder& o, std::string&) { o.type = Text(f); }},
      {"urgency", [](const field& f, WorkOrder& o, std::string&) { o.urgency = Enum<Urgency>(f); }},
      {"channel", [](const field& f, WorkOrder& o, std::string&) { o.channel = Enum<Channel>(f); }},
      {"title", [](const field& f, WorkOrder& o, std::string&) { o.title = Text(f); }},
      {"content", [](const field& f, WorkOrder& o, std::string&) { o.content = Text(f); }},
      {"case_number", [](const field& f, WorkOrder& o, std::string&) { o.case_number = Text(f); }},
      {"region", [](const field& f, WorkOrder& o, std::string&) { o.region = Text(f); }},
      {"requester_sealed",
       [](const field& f, WorkOrder&, std::string& sealed) { sealed = db::BytesOf(f); }},
      {"anonymous", [](const field& f, WorkOrder& o, std::string&) { o.requester.anonymous = Flag(f); }},
      {"confidential", [](const field& f, WorkOrder& o, std::string&) { o.requester.confidential = Flag(f); }},
      {"respondent_department_id",
       [](const field& f, WorkOrder& o, std::string&) { o.respondent.department_id = Text(f); }},
      {"respondent_index",
       [](const field& f, WorkOrder& o, std::string&) { o.respondent.person_named = !f.is_null(); }},
      {"department_id", [](const field& f, WorkOrder& o, std::string&) { o.department_id = Text(f); }},
      {"department_name", [](const field& f, WorkOrder& o, std::string&) { o.department_name = Text(f); }},
      {"handler_id", [](const field& f, WorkOrder& o, std::string&) { o.handler_id = Text(f); }},
      {"handler_name", [](const field& f, WorkOrder& o, std::string&) { o.handler_name = Text(f); }},
      {"designated", [](const field& f, WorkOrder& o, std::string&) { o.designated = Flag(f); }},
      {"co_department_ids", [](const field& f, WorkOrder& o, std::string&) { o.co_department_ids = db::UuidsOf(f); }},
      {"participant_ids", [](const field& f, WorkOrder& o, std::string&) { o.participant_ids = db::UuidsOf(f); }},
      {"created_by_id", [](const field& f, WorkOrder& o, std::string&) { o.created_by_id = Text(f); }},
      {"created_by_name", [](const field& f, WorkOrder& o, std::string&) { o.created_by_name = Text(f); }},
      {"create_time", [](const field& f, WorkOrder& o, std::string&) { o.create_time = db::TimeOf(f); }},
      {"update_time", [](const field& f, WorkOrder& o, std::string&) { o.update_time = db::TimeOf(f); }},
      {"dispatch_time", [](const field& f, WorkOrder& o, std::string&) { o.dispatch_time = db::OptionalTimeOf(f); }},
      {"sign_in_time", [](const field& f, WorkOrder& o, std::string&) { o.sign_in_time = db::OptionalTimeOf(f); }},
      {"due_time", [](const field& f, WorkOrder& o, std::string&) { o.due_time = db::OptionalTimeOf(f); }},
      {"due_provisional", [](const field& f, WorkOrder& o, std::string&) { o.due_provisional = Flag(f); }},
      {"due_sequence", [](const field& f, WorkOrder& o, std::string&) { o.due_sequence = f.as<int64_t>(); }},
      {"close_time", [](const field& f, WorkOrder& o, std::string&) { o.close_time = db::OptionalTimeOf(f); }},
      {"close_reason", [](const field& f, WorkOrder& o, std::string&) { o.close_reason = Text(f); }},
      {"urge_count", [](const field& f, WorkOrder& o, std::string&) { o.urge_count = f.as<int>(); }},
      {"supervision_count", [](const field& f, WorkOrder& o, std::string&) { o.supervision_count = f.as<int>(); }},
      {"return_count", [](const field& f, WorkOrder& o, std::string&) { o.return_count = f.as<int>(); }},
      {"extension_count", [](const field& f, WorkOrder& o, std::string&) { o.extension_count = f.as<int>(); }},
      {"supervised", [](const field& f, WorkOrder& o, std::string&) { o.supervised = Flag(f); }},
      {"pending_kind",
       [](const field& f, WorkOrder& o, std::string&) {
         if (!f.is_null()) o.pending_kind = Enum<Application::Kind>(f);
       }},
      {"merged_into_id", [](const field& f, WorkOrder& o, std::string&) { o.merged_into_id = Text(f); }},
      {"detail", [](const field& f, WorkOrder& o, std::string&) { o.detail = ParseDetail(Text(f)); }},
      {"revision", [](const field& f, WorkOrder& o, std::string&) { o.revision = f.as<int64_t>(); }},
      {"history_hash", [](const field& f, WorkOrder& o, std::string&) { o.history_hash = db::BytesOf(f); }},
  };
  return *setters;
}

std::string Index(const crypto::FieldCipher& cipher, std::string normalised,
                  std::string_view purpose) {
  return normalised.empty() ? std::string() : cipher.BlindIndex(normalised, purpose);
}

}  // namespace

std::string PhoneIndex(const crypto::FieldCipher& cipher, std::string_view phone) {
  return Index(cipher, NormaliseChinesePhone(phone).value_or(std::string(phone)),
               "workorder/phone");
}

std::string IdNumberIndex(const crypto::FieldCipher& cipher, std::string_view id_number) {
  const std::optional<std::string> normalised = NormaliseChineseId(id_number);
  return Index(cipher, normalised ? ChineseIdForIndex(*normalised) : std::string(id_number),
               "workorder/id_number");
}

std::string PersonIndex(const crypto::FieldCipher& cipher, std::string_view name) {
  return Index(cipher, NormalisePersonName(name), "workorder/person");
}

void WorkOrderStore::Insert(db::Tx& tx, WorkOrder& order, std::string_view day) const {
  const nlohmann::json requester = {{"name", order.requester.name},
                                    {"phone", order.requester.phone},
                                    {"idNumber", order.requester.id_number},
                                    {"respondentName", order.respondent.person_name}};
  const std::string requester_sealed =
      cipher_->Seal(requester.dump(), SealContext("requester", order.id));
  const std::string code_sealed =
      cipher_->Seal(order.extraction_code, SealContext("extraction", order.id));
  const std::string phone = PhoneIndex(*cipher_, order.requester.phone);
  const std::string id_number = IdNumberIndex(*cipher_, order.requester.id_number);
  const std::string respondent = PersonIndex(*cipher_, order.respondent.person_name);
  const pqxx::result result = tx.Exec(
      sql::kInsertWorkOrder, order.id, day, order.court_id, order.court_path,
      static_cast<int>(order.state), order.type, static_cast<int>(order.urgency),
      static_cast<int>(order.channel), order.title, order.content, order.case_number, order.region,
      db::Bytes{requester_sealed}, order.requester.anonymous, order.requester.confidential,
      db::Bytes{phone}, db::Bytes{id_number}, order.respondent.department_id, db::Bytes{respondent},
      order.created_by_id, order.created_by_name, order.create_time, order.close_time,
      order.close_reason, db::Bytes{code_sealed}, DetailJson(order.detail), order.revision,
      db::Bytes{order.history_hash});
  order.number = Text(result[0][0]);
}

void WorkOrderStore::Update(db::Tx& tx, const WorkOrder& order) const {
  std::optional<int> pending;
  if (order.pending_kind) pending = static_cast<int>(*order.pending_kind);
  tx.Exec(sql::kUpdateWorkOrder, order.id, static_cast<int>(order.state), order.round,
          static_cast<int>(order.urgency), order.department_id, order.department_name,
          order.handler_id, order.handler_name, order.designated,
          db::ArrayOf(order.co_department_ids), db::ArrayOf(order.participant_ids),
          order.update_time, order.dispatch_time, order.sign_in_time, order.due_time,
          order.close_time, order.close_reason, order.urge_count, order.supervision_count,
          order.return_count, order.extension_count, order.supervised, pending,
          order.merged_into_id, DetailJson(order.detail), order.revision,
          db::Bytes{order.history_hash});
}

std::string WorkOrderStore::NextSupervisionNumber(db::Tx& tx, int year) const {
  return NextSupervisionNumbers(tx, year, 1)[0];
}

std::vector<std::string> WorkOrderStore::NextSupervisionNumbers(db::Tx& tx, int year,
                                                                int count) const {
  std::vector<std::string> numbers;
  if (count == 0) return numbers;
  for (const auto& row : tx.Exec(sql::kNextSupervisionNumbers, count))
    numbers.push_back("督〔" + std::to_string(year) + "〕" + Text(row[0]) + "号");
  return numbers;
}

absl::StatusOr<WorkOrder> WorkOrderStore::Load(db::Tx& tx, std::string_view id) const {
  const pqxx::result result = tx.Exec(sql::kLoadWorkOrder, id);
  if (result.empty()) return NotFound("WORK_ORDER_NOT_FOUND");
  return FromRow(result[0]);
}

absl::StatusOr<WorkOrder> WorkOrderStore::LoadForUpdate(db::Tx& tx, std::string_view id) const {
  const pqxx::result result = tx.Exec(sql::kLoadWorkOrderForUpdate, id);
  if (result.empty()) return NotFound("WORK_ORDER_NOT_FOUND");
  return FromRow(result[0]);
}

absl::StatusOr<WorkOrder> WorkOrderStore::FromRow(const pqxx::row& row) const {
  WorkOrder order;
  std::string sealed;
  for (const field& f : row) {
    auto setter = Setters().find(f.name());
    if (setter != Setters().end()) setter->second(f, order, sealed);
  }
  if (!sealed.empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const std::string text,
                             cipher_->Open(sealed, SealContext("requester", order.id)));
    const auto requester = nlohmann::json::parse(text);
    order.requester.name = requester.value("name", "");
    order.requester.phone = requester.value("phone", "");
    order.requester.id_number = requester.value("idNumber", "");
    order.respondent.person_name = requester.value("respondentName", "");
  }
  return order;
}

absl::StatusOr<std::string> WorkOrderStore::ExtractionCode(const pqxx::row& row) const {
  return cipher_->Open(db::BytesOf(row["extraction_code_sealed"]),
                       SealContext("extraction", row["id"].c_str()));
}

}  // namespace hotline::workorder
