#include "platform/redis/redis.h"

#include <openssl/sha.h>

#include <algorithm>
#include <string>

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/redis/pool.h"

namespace hotline::redis {
namespace {

// SHA-1 because EVALSHA names scripts so; nothing rests on its strength.
std::string Sha1Hex(std::string_view text) {
  std::string digest(SHA_DIGEST_LENGTH, '\0');
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(digest.data()));
  return crypto::Hex(digest);
}

std::string_view TextOf(const redisReply& reply) { return {reply.str, reply.len}; }

bool IsError(const redisReply& reply, std::string_view code) {
  return reply.type == REDIS_REPLY_ERROR && TextOf(reply).starts_with(code);
}

absl::Status StatusOf(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ERROR) return absl::OkStatus();
  // Redis answers, but cannot serve now: starting, out of memory or disk, running a long script, or
  // a replica.
  for (std::string_view code :
       {"LOADING", "OOM", "MISCONF", "BUSY", "READONLY", "MASTERDOWN", "NOAUTH", "ERR max"}) {
    if (IsError(reply, code)) return Unavailable(TextOf(reply));
  }
  return Refuse(absl::StatusCode::kInternal, "REDIS_REFUSED",
                {{"error", std::string(TextOf(reply))}});
}

absl::Status NotIntegers() {
  return Refuse(absl::StatusCode::kInternal, "REDIS_REFUSED",
                {{"error", "the script returns other than integers"}});
}

absl::StatusOr<std::vector<int64_t>> IntegersOf(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_INTEGER) return std::vector<int64_t>{reply.integer};
  std::vector<int64_t> integers;
  if (reply.type == REDIS_REPLY_NIL) return integers;
  if (reply.type != REDIS_REPLY_ARRAY) return NotIntegers();
  for (size_t i = 0; i < reply.elements; ++i) {
    if (reply.element[i]->type != REDIS_REPLY_INTEGER) return NotIntegers();
    integers.push_back(reply.element[i]->integer);
  }
  return integers;
}

}  // namespace

struct Client::Impl {
  explicit Impl(Options options) : pool(std::move(options)) {}

  // Runs commands on one connection until one returns other than an error that begins with `skip`.
  absl::StatusOr<Reply> Run(const std::vector<std::vector<std::string_view>>& commands,
                            std::string_view skip = "") {
    if (pool.options().address.empty()) return Unavailable("not configured");
    const absl::Duration deadline = Pool::Monotonic() + pool.options().timeout;
    HOTLINE_ASSIGN_OR_RETURN(Connection connection, pool.Take(deadline));
    Reply reply;
    for (const auto& command : commands) {
      reply = Command(*connection, command, deadline - Pool::Monotonic());
      if (reply == nullptr) {
        const absl::Status status = Unavailable(connection->errstr);
        pool.Drop(std::move(connection));
        return status;
      }
      if (skip.empty() || !IsError(*reply, skip)) break;
    }
    pool.Return(std::move(connection));
    HOTLINE_RETURN_IF_ERROR(StatusOf(*reply));
    return reply;
  }

  Pool pool;
};

Client::Client(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {
  IgnoreSigpipe();
}
Client::~Client() = default;

absl::StatusOr<std::optional<std::string>> Client::Get(std::string_view key) {
  HOTLINE_ASSIGN_OR_RETURN(const Reply reply, impl_->Run({{"GET", key}}));
  if (reply->type == REDIS_REPLY_NIL) return std::nullopt;
  return std::string(TextOf(*reply));
}

absl::Status Client::Set(std::string_view key, std::string_view value, absl::Duration ttl) {
  if (ttl == absl::InfiniteDuration()) return impl_->Run({{"SET", key, value}}).status();
  const std::string millis = std::to_string(std::max<int64_t>(absl::ToInt64Milliseconds(ttl), 1));
  return impl_->Run({{"SET", key, value, "PX", millis}}).status();
}

absl::Status Client::Delete(std::string_view key) { return impl_->Run({{"DEL", key}}).status(); }

absl::StatusOr<std::vector<int64_t>> Client::Eval(std::string_view script,
                                                  const std::vector<std::string>& keys,
                                                  const std::vector<std::string>& args) {
  const std::string sha = Sha1Hex(script);
  const std::string key_count = std::to_string(keys.size());
  std::vector<std::string_view> by_sha = {"EVALSHA", sha, key_count};
  by_sha.insert(by_sha.end(), keys.begin(), keys.end());
  by_sha.insert(by_sha.end(), args.begin(), args.end());
  std::vector<std::string_view> by_text = by_sha;
  by_text[0] = "EVAL";  // Loads the script as well.
  by_text[1] = script;
  HOTLINE_ASSIGN_OR_RETURN(const Reply reply, impl_->Run({by_sha, by_text}, "NOSCRIPT"));
  return IntegersOf(*reply);
}

absl::Status Client::Publish(std::string_view channel, std::string_view message) {
  return impl_->Run({{"PUBLISH", channel, message}}).status();
}

}  // namespace hotline::redis
