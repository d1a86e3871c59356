// The ways by which people and systems are told. The inbox is a table of this service; the others
// lead outside: the worker decides when and how often, a channel carries one letter once and says
// what came of it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hotline::notification {

// The numbers of the proto enum.
enum class ChannelKind { kWebhook = 1, kEmail = 2, kSms = 3, kInbox = 4 };
std::string_view NameOf(ChannelKind kind);  // "WEBHOOK"
// Throws std::invalid_argument for a name that is none.
ChannelKind ChannelOf(std::string_view name);

// What is sent. No personal data: where it goes is looked up at each attempt.
struct Letter {
  std::string id;  // The delivery's, the same at every attempt: receivers tell repeats by it.
  ChannelKind channel = ChannelKind::kWebhook;
  // WEBHOOK: the endpoint's id; EMAIL: the user's; SMS: the id of the order, whose requester is
  // told.
  std::string target;
  std::string stream_id;  // The event that it tells of; `revision` within the stream.
  int64_t revision = 0;
  std::string event_type;  // "work_order.registered"
  absl::Time event_time;
  std::string court_id;
  std::string order_id;
  std::string order_number;
  std::string title;          // Empty for a webhook, and so are the next three.
  std::string body;           // Chinese, the whole text.
  std::string template_code;  // "sms_registered": providers have templates of their own.
  std::map<std::string, std::string> parameters;  // The fields that the template names, as said.
};

struct Outcome {
  enum class Kind {
    kDelivered,
    kRetry,          // Not now.
    kPermanent,      // Never: trying again would not help.
    kDisableTarget,  // Never again to this target: the endpoint asked so (410).
  };
  Kind kind = Kind::kRetry;
  int status = 0;      // HTTP or SMTP status; 0 when there was none.
  std::string reason;  // UPPER_SNAKE, "CONNECT_FAILED"; empty when delivered. Never an address.
  // The receiver's wish (Retry-After, a limit of the provider's); holds when it is later than the
  // worker's own schedule.
  std::optional<absl::Duration> retry_after = std::nullopt;
};
std::string_view NameOf(Outcome::Kind kind);     // "DELIVERED"
Outcome::Kind OutcomeOf(std::string_view name);  // Throws std::invalid_argument.

// Thread-safe: several letters may be under way at once.
class Channel {
 public:
  virtual ~Channel() = default;

  // The address that the letter goes to, as its limits count it: a telephone number in one form, an
  // e-mail address, an endpoint's id. Asked outside a transaction. NOT_FOUND with a reason
  // (NO_ADDRESS): there is nobody to tell, and the letter is dropped; other errors: tried later.
  virtual absl::StatusOr<std::string> Locate(const Letter& letter) = 0;

  // Carries the letter to the address. Blocks, for at most 20 s. Never throws.
  virtual Outcome Send(const Letter& letter, const std::string& address, absl::Time now) = 0;
};

}  // namespace hotline::notification
