#include "services/callback/store/rating_store.h"

#include <optional>

#include "platform/base/status.h"
#include "services/callback/sql.h"
#include "services/callback/store/sealed_text.h"

namespace hotline::callback {
namespace {

std::string Context(std::string_view field, const Rating& rating) {
  std::string context = "callback/" + std::string(field) + "/" + rating.task_id;
  // The first was sealed before there could be others.
  if (rating.number > 1) context += "/" + std::to_string(rating.number);
  return context;
}

std::optional<std::string> NullWhenEmpty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

void RatingStore::Insert(db::Tx& tx, const Rating& rating) const {
  const std::string comment = SealText(*cipher_, rating.comment, Context("rating", rating));
  tx.Exec(sql::kInsertRating, rating.task_id, rating.number, rating.work_order_id, rating.round,
          NameOf(rating.basis), NameOf(rating.decision), NullWhenEmpty(NameOf(rating.resolved)),
          NullWhenEmpty(NameOf(rating.satisfaction)), db::Bytes{comment}, rating.agent_id,
          rating.agent_name, rating.time);
}

absl::StatusOr<Rating> RatingStore::Get(db::Tx& tx, std::string_view task_id) const {
  const pqxx::result found = tx.Exec(sql::kGetRating, task_id);
  if (found.empty()) return NotFound("RATING_NOT_FOUND");
  return FromRow(found[0]);
}

absl::StatusOr<std::vector<Rating>> RatingStore::OfOrder(db::Tx& tx,
                                                         std::string_view work_order_id) const {
  return FromRows(tx.Exec(sql::kRatingsOfOrder, work_order_id));
}

int RatingStore::Count(db::Tx& tx, std::string_view task_id) const {
  return tx.Exec(sql::kCountRatings, task_id)[0][0].as<int>();
}

void RatingStore::Refuse(db::Tx& tx, const Rating& rating, const Refusal& refusal) const {
  tx.Exec(sql::kInsertRefusal, rating.task_id, rating.number, refusal.reason, refusal.time);
}

absl::StatusOr<std::vector<Rating>> RatingStore::Refused(db::Tx& tx,
                                                         std::string_view task_id) const {
  return FromRows(tx.Exec(sql::kRefusedRatings, task_id));
}

void RatingStore::InsertSetAside(db::Tx& tx, const Rating& rating) const {
  const SetAside& set_aside = rating.set_aside;
  const std::string reason =
      SealText(*cipher_, set_aside.reason, Context("set_aside_reason", rating));
  tx.Exec(sql::kInsertSetAside, rating.task_id, rating.number, db::Bytes{reason},
          set_aside.requested_by_id, set_aside.requested_by_name, set_aside.request_time);
}

void RatingStore::DecideSetAside(db::Tx& tx, const Rating& rating) const {
  const SetAside& set_aside = rating.set_aside;
  const std::string comment =
      SealText(*cipher_, set_aside.comment, Context("set_aside_comment", rating));
  tx.Exec(sql::kDecideSetAside, rating.task_id, rating.number, NameOf(set_aside.state),
          set_aside.decided_by_id, set_aside.decided_by_name, set_aside.decide_time,
          db::Bytes{comment});
}

absl::StatusOr<std::vector<Rating>> RatingStore::ListSetAsides(db::Tx& tx, const Caller& caller,
                                                               SetAsideState state,
                                                               absl::Time after_time,
                                                               std::string_view after_task_id,
                                                               int limit) const {
  if (caller.court_path.empty()) return std::vector<Rating>();
  return FromRows(tx.Exec(sql::kListSetAsides, NameOf(state), caller.court_path,
                          caller.department_id, after_time, after_task_id, limit));
}

absl::StatusOr<Rating> RatingStore::FromRow(const pqxx::row& row) const {
  Rating rating;
  rating.task_id = row["task_id"].as<std::string>();
  rating.number = row["number"].as<int>();
  rating.work_order_id = row["work_order_id"].as<std::string>();
  rating.round = row["round"].as<int>();
  rating.basis = FromName<Basis>(row["basis"].as<std::string>());
  rating.decision = FromName<Decision>(row["decision"].as<std::string>());
  rating.resolved = FromName<Resolution>(row["resolved"].as<std::string>(""));
  rating.satisfaction = FromName<Satisfaction>(row["satisfaction"].as<std::string>(""));
  HOTLINE_ASSIGN_OR_RETURN(
      rating.comment, OpenText(*cipher_, db::BytesOf(row["comment"]), Context("rating", rating)));
  rating.agent_id = row["agent_id"].as<std::string>();
  rating.agent_name = row["agent_name"].as<std::string>();
  rating.time = db::TimeOf(row["rate_time"]);
  rating.work_order_number = row["work_order_number"].as<std::string>();
  rating.court_id = row["court_id"].as<std::string>();
  rating.court_path = row["court_path"].as<std::string>();
  rating.department_id = row["department_id"].as<std::string>();
  rating.respondent_department_id = row["respondent_department_id"].as<std::string>();
  rating.revision = row["revision"].as<int64_t>();
  if (!row["refusal"].is_null()) {
    rating.refusal = {.reason = row["refusal"].as<std::string>(),
                      .time = db::TimeOf(row["refuse_time"])};
  }
  if (row["set_aside_state"].is_null()) return rating;

  SetAside& set_aside = rating.set_aside;
  set_aside.state = FromName<SetAsideState>(row["set_aside_state"].as<std::string>());
  HOTLINE_ASSIGN_OR_RETURN(set_aside.reason, OpenText(*cipher_, db::BytesOf(row["reason"]),
                                                      Context("set_aside_reason", rating)));
  set_aside.requested_by_id = row["requested_by_id"].as<std::string>();
  set_aside.requested_by_name = row["requested_by_name"].as<std::string>();
  set_aside.request_time = db::TimeOf(row["request_time"]);
  set_aside.decided_by_id = row["decided_by_id"].as<std::string>();
  set_aside.decided_by_name = row["decided_by_name"].as<std::string>();
  set_aside.decide_time = db::OptionalTimeOf(row["decide_time"]);
  HOTLINE_ASSIGN_OR_RETURN(set_aside.comment, OpenText(*cipher_, db::BytesOf(row["decide_comment"]),
                                                       Context("set_aside_comment", rating)));
  return rating;
}

absl::StatusOr<std::vector<Rating>> RatingStore::FromRows(const pqxx::result& rows) const {
  std::vector<Rating> ratings;
  for (const auto& row : rows) {
    HOTLINE_ASSIGN_OR_RETURN(Rating rating, FromRow(row));
    ratings.push_back(std::move(rating));
  }
  return ratings;
}

}  // namespace hotline::callback
