#include "platform/events/command.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "platform/crypto/crypto.h"
#include "platform/events/sql.h"

namespace hotline::events {
namespace {

using google::protobuf::Message;

std::string RequestIdOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

// Of everything but the request id itself.
std::string FingerprintOf(const Message& request) {
  std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  copy->GetReflection()->ClearField(copy.get(),
                                    copy->GetDescriptor()->FindFieldByName("request_id"));
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    copy->SerializeToCodedStream(&out);
  }
  return crypto::Sha256(bytes);
}

// One stored reply: where it stands and how it is sealed.
struct RequestRow {
  std::string caller_id;
  std::string method;
  std::string request_id;
  std::string fingerprint;

  std::string context() const { return "request/" + caller_id + "/" + method + "/" + request_id; }
};

// True when a reply was found and put into `reply`.
absl::StatusOr<bool> FindReply(db::Tx& tx, const crypto::FieldCipher& cipher, const RequestRow& row,
                               Message* reply) {
  const pqxx::result found = tx.Exec(sql::kFindRequest, row.caller_id, row.method, row.request_id);
  if (found.empty()) return false;
  if (db::BytesOf(found[0]["fingerprint"]) != row.fingerprint) return Invalid("REQUEST_ID_REUSED");
  HOTLINE_ASSIGN_OR_RETURN(std::string bytes,
                           cipher.Open(db::BytesOf(found[0]["reply"]), row.context()));
  if (!reply->ParseFromString(bytes)) return absl::DataLossError("stored reply does not parse");
  return true;
}

}  // namespace

absl::Status Commands::RunInto(const rpc::Call& call, const Message& request, Message* reply,
                               absl::FunctionRef<absl::Status(db::Tx&)> body) {
  RequestRow row{.caller_id = call.caller.id,
                 .method = call.method,
                 .request_id = RequestIdOf(request),
                 .fingerprint = {}};
  const bool repeatable = !row.request_id.empty();
  if (repeatable) row.fingerprint = FingerprintOf(request);
  bool replayed = false;

  auto attempt = [&](db::Tx& tx) -> absl::Status {
    if (!repeatable) return body(tx);
    HOTLINE_ASSIGN_OR_RETURN(replayed, FindReply(tx, *cipher_, row, reply));
    if (replayed) return absl::OkStatus();
    HOTLINE_RETURN_IF_ERROR(body(tx));
    const std::string sealed = cipher_->Seal(reply->SerializeAsString(), row.context());
    tx.Exec(sql::kInsertRequest, row.caller_id, row.method, row.request_id,
            db::Bytes{row.fingerprint}, db::Bytes{sealed}, call.now);
    return absl::OkStatus();
  };
  absl::Status status = pool_->Transact(attempt);

  // A refusal, a lost commit or a clash of keys may mean that the same request has just succeeded
  // elsewhere: a twin that ran at once, or this very call before its connection broke. Then its
  // reply is the answer.
  if (!status.ok() && repeatable) {
    absl::StatusOr<bool> found =
        pool_->Read<bool>([&](db::Tx& tx) { return FindReply(tx, *cipher_, row, reply); });
    if (found.ok() && *found) return absl::OkStatus();
    if (ReasonOf(found.status()) == "REQUEST_ID_REUSED") return found.status();
    if (ReasonOf(status) == "OUTCOME_UNKNOWN" && found.ok())
      status = pool_->Transact(attempt);  // It was not committed.
  }
  if (status.ok() && !replayed && committed_) committed_();
  return status;
}

}  // namespace hotline::events
