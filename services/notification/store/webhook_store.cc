#include "services/notification/store/webhook_store.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "platform/events/event.h"
#include "services/notification/sql.h"

namespace hotline::notification {
namespace {

WebhookEndpoint EndpointOf(const pqxx::row& row) {
  WebhookEndpoint endpoint;
  endpoint.id = row["id"].as<std::string>();
  endpoint.name = row["name"].as<std::string>();
  endpoint.url = row["url"].as<std::string>();
  auto types = row["event_types"].as_array();
  for (auto next = types.get_next(); next.first != pqxx::array_parser::juncture::done;
       next = types.get_next()) {
    if (next.first == pqxx::array_parser::juncture::string_value)
      endpoint.event_types.push_back(next.second);
  }
  endpoint.court_id = row["court_id"].as<std::string>();
  endpoint.court_path = row["court_path"].as<std::string>();
  endpoint.active = row["active"].as<bool>();
  endpoint.inactive_reason = row["inactive_reason"].as<std::string>();
  endpoint.sealed_secret = db::BytesOf(row["secret"]);
  endpoint.sealed_old_secret = db::BytesOf(row["old_secret"]);
  endpoint.old_secret_until = db::OptionalTimeOf(row["old_secret_until"]);
  endpoint.create_time = db::TimeOf(row["create_time"]);
  endpoint.update_time = db::TimeOf(row["update_time"]);
  endpoint.updated_by_name = row["updated_by_name"].as<std::string>();
  endpoint.revision = row["revision"].as<int64_t>();
  endpoint.hash = db::BytesOf(row["hash"]);
  return endpoint;
}

std::vector<WebhookEndpoint> EndpointsOf(const pqxx::result& rows) {
  std::vector<WebhookEndpoint> endpoints;
  for (const auto& row : rows) endpoints.push_back(EndpointOf(row));
  return endpoints;
}

absl::StatusOr<WebhookEndpoint> OneOf(const pqxx::result& rows) {
  if (rows.empty()) return NotFound("WEBHOOK_ENDPOINT_NOT_FOUND");
  return EndpointOf(rows[0]);
}

void AppendEvent(db::Tx& tx, WebhookEndpoint& endpoint, std::string_view type, const Caller& actor,
                 absl::Time now) {
  const nlohmann::json payload = {{"name", endpoint.name},
                                  {"url", endpoint.url},
                                  {"eventTypes", endpoint.event_types},
                                  {"courtId", endpoint.court_id},
                                  {"courtPath", endpoint.court_path},
                                  {"active", endpoint.active},
                                  {"inactiveReason", endpoint.inactive_reason}};
  endpoint.update_time = now;
  endpoint.updated_by_name = actor.name;
  endpoint.hash = events::Append(tx, endpoint.hash,
                                 {.stream_id = endpoint.id,
                                  .revision = ++endpoint.revision,
                                  .type = std::string(type),
                                  .actor_id = actor.id,
                                  .actor_name = actor.name,
                                  .occurred_at = now,
                                  .payload = payload.dump()});
}

std::string ContextOf(std::string_view endpoint_id) {
  return absl::StrCat("notification/webhook_endpoint/", std::string(endpoint_id));
}

}  // namespace

std::vector<WebhookEndpoint> ListEndpoints(db::Tx& tx, std::string_view court_path) {
  return EndpointsOf(tx.Exec(sql::kListWebhookEndpoints, court_path));
}

std::vector<WebhookEndpoint> ActiveEndpoints(db::Tx& tx) {
  return EndpointsOf(tx.Exec(sql::kListActiveWebhookEndpoints));
}

absl::StatusOr<WebhookEndpoint> FindEndpoint(db::Tx& tx, std::string_view id) {
  return OneOf(tx.Exec(sql::kFindWebhookEndpoint, id));
}

absl::StatusOr<WebhookEndpoint> LockEndpoint(db::Tx& tx, std::string_view id) {
  return OneOf(tx.Exec(sql::kLockWebhookEndpoint, id));
}

void SaveEndpoint(db::Tx& tx, WebhookEndpoint& endpoint, std::string_view event_type,
                  const Caller& actor, absl::Time now) {
  AppendEvent(tx, endpoint, event_type, actor, now);
  tx.Exec(sql::kSaveWebhookEndpoint, endpoint.id, endpoint.name, endpoint.url,
          db::ArrayOf(endpoint.event_types), endpoint.court_id, endpoint.court_path,
          endpoint.active, endpoint.inactive_reason, db::Bytes{endpoint.sealed_secret},
          db::Bytes{endpoint.sealed_old_secret}, endpoint.old_secret_until, endpoint.create_time,
          endpoint.update_time, endpoint.updated_by_name, endpoint.revision,
          db::Bytes{endpoint.hash});
}

void DeleteEndpoint(db::Tx& tx, WebhookEndpoint& endpoint, const Caller& actor, absl::Time now) {
  AppendEvent(tx, endpoint, "webhook_endpoint.deleted", actor, now);
  tx.Exec(sql::kDeleteWebhookEndpoint, endpoint.id);
}

std::string SealSecret(const crypto::FieldCipher& cipher, std::string_view endpoint_id,
                       std::string_view key) {
  return cipher.Seal(key, ContextOf(endpoint_id));
}

absl::StatusOr<std::vector<std::string>> SigningKeys(const crypto::FieldCipher& cipher,
                                                     const WebhookEndpoint& endpoint,
                                                     absl::Time now) {
  std::vector<std::string> keys;
  HOTLINE_ASSIGN_OR_RETURN(keys.emplace_back(),
                           cipher.Open(endpoint.sealed_secret, ContextOf(endpoint.id)));
  if (endpoint.old_secret_until && now < *endpoint.old_secret_until) {
    HOTLINE_ASSIGN_OR_RETURN(keys.emplace_back(),
                             cipher.Open(endpoint.sealed_old_secret, ContextOf(endpoint.id)));
  }
  return keys;
}

}  // namespace hotline::notification
