// What people are told: a sentence for every reason in gateway/messages/*.json, embedded at build
// time.
//
// A sentence may hold `{name}` of the refusal's params. A param that is itself a term of ours
// ("IN_PROGRESS") is said in the language of the sentence when the file has "term.IN_PROGRESS".
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "platform/base/status.h"

namespace hotline::gateway {

std::string_view EmbeddedMessages(
    std::string_view language);  // The file as it is; empty for other languages.

class Messages {
 public:
  Messages();  // Of the embedded files. Throws nlohmann's exception when one is not JSON, which a
               // test excludes.

  bool Has(std::string_view reason) const;
  // Falls back to the sentence of `otherwise` (a canonical code's name).
  std::string Text(std::string_view language, std::string_view reason, const Params& params,
                   std::string_view otherwise) const;

 private:
  using Table = std::map<std::string, std::string, std::less<>>;
  const Table& Of(std::string_view language) const { return language == "en" ? en_ : zh_; }
  Table zh_;
  Table en_;
};

}  // namespace hotline::gateway
