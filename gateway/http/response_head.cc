#include "gateway/http/response_head.h"

#include <ctime>

namespace hotline::gateway::http {
namespace {

// Made once a second for each thread.
const std::string& DateHeader() {
  thread_local std::time_t second = 0;
  thread_local std::string text;
  std::time_t now = std::time(nullptr);
  if (now != second) {
    std::tm parts;
    gmtime_r(&now, &parts);
    char buffer[64];
    size_t size =
        std::strftime(buffer, sizeof buffer, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    text.assign(buffer, size);
    second = now;
  }
  return text;
}

}  // namespace

std::string ResponseHead(const Response& response, bool keep_alive, bool http10) {
  std::string text;
  text.reserve(512);
  text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  text.append(StatusPhrase(response.status)).append("\r\n").append(DateHeader());
  for (const auto& [name, value] : response.headers.fields()) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
  if (!keep_alive)
    text += "Connection: close\r\n";
  else if (http10)
    text += "Connection: keep-alive\r\n";  // HTTP/1.0 has to be told.
  return text;
}

}  // namespace hotline::gateway::http
