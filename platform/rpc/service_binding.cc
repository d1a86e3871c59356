#include "google/protobuf/descriptor.h"
#include "hotline/api/v1/options.pb.h"
#include "platform/rpc/server.h"

namespace hotline::rpc {

namespace {

// A wrong binding is a mistake in the program, found at its first start.
[[noreturn]] void Mistake(const std::string& what) {
  fprintf(stderr, "rpc binding: %s\n", what.c_str());
  abort();
}

}  // namespace

ServiceBinding::ServiceBinding(std::string_view full_name)
    : descriptor_(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          std::string(full_name))) {
  if (descriptor_ == nullptr) Mistake("no service " + std::string(full_name));
}

void ServiceBinding::Bind(std::string_view method, const google::protobuf::Descriptor* request,
                          const google::protobuf::Descriptor* reply, ChangeSignal* signal,
                          Handler handler) {
  const auto* found = descriptor_->FindMethodByName(std::string(method));
  if (found == nullptr)
    Mistake("no method " + std::string(method) + " in " + descriptor_->full_name());
  if (found->input_type() != request || found->output_type() != reply)
    Mistake("wrong types for " + found->full_name());
  if (found->server_streaming() != (signal != nullptr))
    Mistake("unary or live? " + found->full_name());
  methods_["/" + descriptor_->full_name() + "/" + found->name()] = {found, std::move(handler),
                                                                    signal};
}

std::string ServiceBinding::Unbound() const {
  std::string missing;
  for (int i = 0; i < descriptor_->method_count(); ++i) {
    const auto* method = descriptor_->method(i);
    const bool annotated = method->options().GetExtension(api::v1::method).access().who_case() !=
                           api::v1::Access::WHO_NOT_SET;
    if (!methods_.contains("/" + descriptor_->full_name() + "/" + method->name())) {
      missing += method->full_name() + " has no handler; ";
    } else if (!annotated) {
      missing += method->full_name() + " has no access annotation; ";
    }
  }
  return missing;
}

}  // namespace hotline::rpc
