#include <algorithm>
#include <map>

#include "platform/base/case_number.h"
#include "platform/base/status.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/domain/similarity.h"
#include "services/workorder/domain/visibility.h"
#include "services/workorder/queries/queries.h"
#include "services/workorder/queries/text_cache.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {
namespace {

constexpr absl::Duration kLookBack = absl::Hours(24 * 90);
constexpr int kTextsCompared = 100;
constexpr int kMostShown = 10;

Essence EssenceOf(std::string_view title, std::string_view content) {
  return Essence(std::string(title) + "\n" + std::string(content));
}

struct Candidate {
  bool same_phone = false;
  bool same_id_number = false;
};
using Candidates = std::map<std::string, Candidate>;  // By order id.

struct Indexes {
  std::string phone;
  std::string id_number;
};

void AddSameMatter(db::Tx& tx, const WorkOrder& draft, const Indexes& indexes, absl::Time since,
                   Candidates* candidates) {
  const auto rows = tx.Exec(sql::kFindSameMatter, since, db::Bytes{indexes.phone},
                            db::Bytes{indexes.id_number}, draft.case_number);
  for (const auto& row : rows) {
    Candidate& candidate = (*candidates)[row["id"].as<std::string>()];
    candidate.same_phone =
        !indexes.phone.empty() && db::BytesOf(row["phone_index"]) == indexes.phone;
    candidate.same_id_number =
        !indexes.id_number.empty() && db::BytesOf(row["id_number_index"]) == indexes.id_number;
  }
}

// Compares with those that are known, and gives the others.
std::vector<std::string> AddSameKnownText(const TextProfile& text, TextCache& texts,
                                          const pqxx::result& orders, Candidates* candidates) {
  std::vector<std::string> unknown;
  for (const auto& row : orders) {
    const std::string_view id(row[0].c_str(), row[0].size());
    if (const auto known = texts.Find(id); known == nullptr) {
      unknown.emplace_back(id);
    } else if (text.IsSimilarTo(*known)) {
      candidates->try_emplace(std::string(id));
    }
  }
  return unknown;
}

void AddSameText(db::Tx& tx, const TextProfile& text, TextCache& texts,
                 const std::string& court_path, absl::Time since, Candidates* candidates) {
  const pqxx::result orders = tx.Exec(sql::kRecentOpenOrders, court_path, since, kTextsCompared);
  const std::vector<std::string> unknown = AddSameKnownText(text, texts, orders, candidates);
  if (unknown.empty()) return;
  for (const auto& row : tx.Exec(sql::kTextsOf, db::ArrayOf(unknown))) {
    const auto other =
        std::make_shared<Essence>(EssenceOf(row["title"].c_str(), row["content"].c_str()));
    std::string id = row["id"].as<std::string>();
    texts.Add(id, other);
    if (text.IsSimilarTo(*other)) candidates->try_emplace(std::move(id));
  }
}

v1::Duplicate Compare(const WorkOrder& draft, const TextProfile& text, const WorkOrder& open,
                      const Candidate& found) {
  v1::Duplicate duplicate;
  duplicate.set_id(open.id);
  duplicate.set_number(open.number);
  duplicate.set_state(static_cast<v1::State>(open.state));
  duplicate.set_title(open.title);
  SetTime(duplicate.mutable_create_time(), open.create_time);
  duplicate.set_similarity(text.SimilarityTo(EssenceOf(open.title, open.content)));
  if (found.same_phone) duplicate.add_same("PHONE");
  if (found.same_id_number) duplicate.add_same("ID_NUMBER");
  if (!draft.case_number.empty() && open.case_number == draft.case_number)
    duplicate.add_same("CASE_NUMBER");
  if (duplicate.similarity() >= kSimilarText) duplicate.add_same("TEXT");
  return duplicate;
}

bool Likelier(const v1::Duplicate& a, const v1::Duplicate& b) {
  if (a.same_size() != b.same_size()) return a.same_size() > b.same_size();
  if (a.similarity() != b.similarity()) return a.similarity() > b.similarity();
  return a.id() > b.id();
}

}  // namespace

absl::StatusOr<std::vector<v1::Duplicate>> FindDuplicates(const QueryContext& context,
                                                          const rpc::Call& call,
                                                          const WorkOrder& draft) {
  const Indexes indexes{PhoneIndex(*context.cipher, draft.requester.phone),
                        IdNumberIndex(*context.cipher, draft.requester.id_number)};
  const auto essence = std::make_shared<Essence>(EssenceOf(draft.title, draft.content));
  const TextProfile text(*essence);
  const absl::Time since = call.now - kLookBack;
  using Duplicates = std::vector<v1::Duplicate>;
  return context.pool->Read<Duplicates>([&](db::Tx& tx) -> absl::StatusOr<Duplicates> {
    Candidates candidates;
    AddSameMatter(tx, draft, indexes, since, &candidates);
    AddSameText(tx, text, *context.texts, call.caller.court_path, since, &candidates);
    if (!draft.id.empty()) context.texts->Add(draft.id, essence);  // The next one's neighbour.
    if (candidates.empty()) return Duplicates{};
    std::vector<std::string> ids;
    for (const auto& [id, candidate] : candidates) ids.push_back(id);

    Duplicates duplicates;
    for (const auto& row : tx.Exec(sql::kLoadWorkOrders, db::ArrayOf(ids))) {
      HOTLINE_ASSIGN_OR_RETURN(const WorkOrder open, context.store->FromRow(row));
      if (MaySee(open, call.caller))
        duplicates.push_back(Compare(draft, text, open, candidates[open.id]));
    }
    std::ranges::sort(duplicates, Likelier);
    if (duplicates.size() > kMostShown) duplicates.resize(kMostShown);
    return duplicates;
  });
}

absl::StatusOr<v1::CheckDuplicatesReply> CheckDuplicates(
    const QueryContext& context, const rpc::Call& call, const v1::CheckDuplicatesRequest& request) {
  WorkOrder draft;
  draft.requester.phone = request.requester().phone();
  draft.requester.id_number = request.requester().id_number();
  draft.case_number = NormaliseCaseNumber(request.case_number()).value_or("");
  draft.title = request.title();
  draft.content = request.content();
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<v1::Duplicate> duplicates,
                           FindDuplicates(context, call, draft));
  v1::CheckDuplicatesReply reply;
  reply.mutable_duplicates()->Add(duplicates.begin(), duplicates.end());
  return reply;
}

}  // namespace hotline::workorder
