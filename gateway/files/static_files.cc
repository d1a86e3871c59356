#include "gateway/files/static_files.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "gateway/http/head.h"
#include "gateway/http/header_values.h"
#include "gateway/http/text.h"

namespace hotline::gateway {
namespace {

namespace fs = std::filesystem;

std::string_view TypeOf(const std::string& extension) {
  static const std::map<std::string, std::string_view, std::less<>> kTypes = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".ico", "image/x-icon"},
      {".webp", "image/webp"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".ttf", "font/ttf"},
      {".mp3", "audio/mpeg"},
      {".wav", "audio/wav"},
      {".txt", "text/plain; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
  };
  auto type = kTypes.find(extension);
  return type == kTypes.end() ? "application/octet-stream" : type->second;
}

// The path below the directory, or nothing when a segment is strange.
std::optional<std::string> Relative(std::string_view path) {
  std::string relative;
  for (std::string_view part : Split(path.substr(1), '/')) {
    if (part.empty()) continue;
    std::optional<std::string> segment = PercentDecode(part, false);
    if (!segment || segment->empty() || segment->front() == '.' || !IsUtf8(*segment) ||
        segment->find_first_of(std::string_view("/\\\0", 3)) != std::string::npos) {
      return std::nullopt;
    }
    relative += (relative.empty() ? "" : "/") + *segment;
  }
  return relative;
}

std::optional<std::string> Inside(const fs::path& root, const std::string& relative) {
  std::error_code error;
  fs::path file = fs::canonical(root / relative, error);
  if (error || !fs::is_regular_file(file, error) || error) return std::nullopt;
  auto [end, at] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  if (end != root.end()) return std::nullopt;
  return file.string();
}

}  // namespace

std::optional<http::Response> StaticFiles::Get(const http::RequestHead& head) const {
  if (directory_.empty()) return std::nullopt;
  std::error_code error;
  fs::path root = fs::canonical(directory_, error);
  if (error) return std::nullopt;
  std::optional<std::string> relative = Relative(head.path);
  if (!relative) return std::nullopt;
  std::optional<std::string> file = relative->empty() ? std::nullopt : Inside(root, *relative);
  if (!file && relative->find('.', relative->rfind('/') + 1) == std::string::npos)
    file = Inside(root, "index.html");
  if (!file) return std::nullopt;

  http::Response response;
  response.headers.Add("Content-Type", TypeOf(fs::path(*file).extension().string()));
  response.headers.Add("X-Content-Type-Options", "nosniff");
  response.headers.Add("Referrer-Policy", "no-referrer");
  response.headers.Add("X-Frame-Options", "DENY");
  response.headers.Add(
      "Content-Security-Policy",
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src "
      "'self' blob:; "
      "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'");
  response.headers.Add("Cache-Control", relative->starts_with("assets/")
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  response.headers.Add("Vary", "Accept-Encoding");
  if (http::ListHas(head.headers.Get("Accept-Encoding"), "gzip") &&
      fs::is_regular_file(*file + ".gz", error)) {
    *file += ".gz";
    response.headers.Add("Content-Encoding", "gzip");
  }
  struct stat info;
  if (::stat(file->c_str(), &info) != 0) return std::nullopt;
  std::string etag = std::to_string(info.st_mtim.tv_sec) + "-" +
                     std::to_string(info.st_mtim.tv_nsec) + "-" + std::to_string(info.st_size);
  response.headers.Add("ETag", "\"" + etag + "\"");
  if (NoneMatchHas(head.headers.Get("If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  std::ifstream stream(*file, std::ios::binary);
  response.body.resize(static_cast<size_t>(info.st_size));
  if (!stream.read(response.body.data(), info.st_size)) return std::nullopt;
  return response;
}

}  // namespace hotline::gateway
