#include "gateway/errors/messages.h"

#include "nlohmann/json.hpp"

namespace hotline::gateway {

Messages::Messages()
    : zh_(nlohmann::json::parse(EmbeddedMessages("zh")).get<Table>()),
      en_(nlohmann::json::parse(EmbeddedMessages("en")).get<Table>()) {}

bool Messages::Has(std::string_view reason) const { return zh_.contains(reason); }

std::string Messages::Text(std::string_view language, std::string_view reason, const Params& params,
                           std::string_view otherwise) const {
  const Table& table = Of(language);
  auto found = table.find(reason);
  if (found == table.end()) found = table.find(otherwise);
  if (found == table.end()) return std::string(reason);
  std::string text;
  std::string_view rest = found->second;
  while (true) {
    size_t open = rest.find('{');
    size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) return text.append(rest);
    text.append(rest.substr(0, open));
    auto param = params.find(std::string(rest.substr(open + 1, close - open - 1)));
    if (param != params.end()) {
      auto term = table.find("term." + param->second);
      text.append(term != table.end() ? term->second : param->second);
    }
    rest.remove_prefix(close + 1);
  }
}

}  // namespace hotline::gateway
