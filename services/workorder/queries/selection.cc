#include "services/workorder/queries/selection.h"

#include <utility>

#include "platform/crypto/crypto.h"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {
namespace {

std::string Join(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : between).append(part);
  return text;
}

// `text` for LIKE, with nothing in it special.
std::string EscapeLike(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace

std::string Selection::Param(std::string value) {
  params_.push_back(std::move(value));
  return "$" + std::to_string(params_.size());
}

void Selection::WhereVisibleTo(const Caller& caller, const crypto::FieldCipher& cipher,
                               bool split) {
  if (caller.kind == Caller::Kind::kService) return;
  if (!caller.department_id.empty()) {
    Where("respondent_department_id IS DISTINCT FROM " + Param(caller.department_id) + "::uuid");
  }
  if (const std::string index = PersonIndex(cipher, caller.name); !index.empty()) {
    Where("NOT (respondent_index IS NOT NULL AND respondent_index = decode(" +
          Param(crypto::Hex(index)) + ", 'hex') AND court_path = " + Param(caller.court_path) +
          ")");
  }

  std::vector<std::string> ways;
  std::string in_court;
  if (caller.Has("workorder.read.court") && !caller.court_path.empty()) {
    in_court = "court_path LIKE " + Param(EscapeLike(caller.court_path) + "%");
    ways.push_back(in_court);
  }
  if (caller.Has("workorder.read.department") && !caller.department_id.empty()) {
    const std::string department = Param(caller.department_id) + "::uuid";
    const std::string others = in_court.empty() ? "" : " AND NOT " + in_court;
    ways.push_back("department_id = " + department + others);
    ways.push_back("co_department_ids @> ARRAY[" + department +
                   "] AND co_department_ids <> '{}' AND department_id IS DISTINCT FROM " +
                   department + others);
  }
  if (ways.empty()) {
    Where("false");
  } else if (split) {
    branches_ = std::move(ways);
  } else {
    Where("((" + Join(ways, ") OR (") + "))");
  }
}

std::string Selection::Conditions(std::string_view branch) const {
  std::vector<std::string> all = conditions_;
  if (!branch.empty()) all.emplace_back(branch);
  return all.empty() ? "" : " WHERE " + Join(all, " AND ");
}

pqxx::result Selection::Page(db::Tx& tx, std::string_view columns, const Order& order,
                             const std::vector<After>& after, int limit) {
  for (const After& from : after) {
    Where("(" + order.key + ", id) " + (order.descending ? "<" : ">") + " (" + Param(from.key) +
          "::timestamptz, " + Param(from.id) + "::uuid)");
  }
  const std::string direction = order.descending ? " DESC" : "";
  const std::string tail = " LIMIT " + std::to_string(limit);
  const std::string select =
      "SELECT " + std::string(columns) + ", " + order.key + " AS sort_key FROM work_order";
  const std::string sorted = " ORDER BY " + order.key + direction + ", id" + direction + tail;

  std::string text;
  if (branches_.size() < 2) {
    text = select + Conditions(branches_.empty() ? "" : branches_[0]) + sorted;
  } else {
    std::vector<std::string> parts;
    for (const std::string& branch : branches_)
      parts.push_back("(" + select + Conditions(branch) + sorted + ")");
    text =
        Join(parts, " UNION ALL ") + " ORDER BY sort_key" + direction + ", id" + direction + tail;
  }
  return tx.raw().exec_params(text, pqxx::prepare::make_dynamic_params(params_));
}

pqxx::result Selection::Grouped(db::Tx& tx, std::string_view columns, std::string_view group_by) {
  std::vector<std::string> parts;
  const std::vector<std::string> branches =
      branches_.empty() ? std::vector<std::string>{""} : branches_;
  for (const std::string& branch : branches) {
    parts.push_back("SELECT " + std::string(columns) + " FROM work_order" + Conditions(branch) +
                    " GROUP BY " + std::string(group_by));
  }
  return tx.raw().exec_params(Join(parts, " UNION ALL "),
                              pqxx::prepare::make_dynamic_params(params_));
}

}  // namespace hotline::workorder
