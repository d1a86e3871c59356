#include "services/workorder/domain/file_type.h"

#include <algorithm>
#include <array>
#include <string>

#include "platform/base/unicode.h"
#include "services/workorder/domain/zip_directory.h"

namespace hotline::workorder {
namespace {

using std::string_view;

constexpr FileType kNone;
constexpr FileType kPdf{"application/pdf", "pdf"};
constexpr FileType kOfd{"application/ofd",
                        "ofd"};  // GB/T 33190, the national format of electronic documents.
constexpr FileType kPng{"image/png", "png"};
constexpr FileType kJpeg{"image/jpeg", "jpg"};
constexpr FileType kGif{"image/gif", "gif"};
constexpr FileType kDoc{"application/msword", "doc"};
constexpr FileType kXls{"application/vnd.ms-excel", "xls"};
constexpr FileType kDocx{"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                         "docx"};
constexpr FileType kXlsx{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                         "xlsx"};
constexpr FileType kText{"text/plain", "txt"};
constexpr FileType kMp3{"audio/mpeg", "mp3"};
constexpr FileType kWav{"audio/wav", "wav"};
constexpr FileType kAmr{"audio/amr", "amr"};
constexpr FileType kMp4{"video/mp4", "mp4"};
constexpr FileType kM4a{"audio/mp4", "m4a"};  // What telephones record.

struct Signature {
  string_view bytes;
  FileType type;
};
constexpr auto kSignatures = std::to_array<Signature>({
    {"%PDF-", kPdf},
    {"\x89PNG\r\n\x1A\n", kPng},
    {"\xFF\xD8\xFF", kJpeg},
    {"GIF87a", kGif},
    {"GIF89a", kGif},
    {"#!AMR\n", kAmr},
    {"#!AMR-WB\n", kAmr},
    {"ID3", kMp3},
});

std::string Lower(string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
  }
  return out;
}

string_view Trim(string_view text, string_view characters) {
  const size_t from = text.find_first_not_of(characters);
  if (from == string_view::npos) return "";
  return text.substr(from, text.find_last_not_of(characters) - from + 1);
}

bool Contains(string_view data, string_view bytes) { return data.find(bytes) != string_view::npos; }

FileType InZip(string_view data) {
  const auto names = ZipEntryNames(data, 5000);
  if (!names) return kNone;
  const auto has = [&](auto matches) { return std::any_of(names->begin(), names->end(), matches); };
  if (has([](string_view n) { return Lower(n).ends_with("vbaproject.bin"); })) return kNone;
  if (has([](string_view n) { return n == "OFD.xml"; })) return kOfd;
  if (!has([](string_view n) { return n == "[Content_Types].xml"; })) return kNone;
  if (has([](string_view n) { return n.starts_with("word/"); })) return kDocx;
  if (has([](string_view n) { return n.starts_with("xl/"); })) return kXlsx;
  return kNone;
}

// An OLE2 container names its streams in UTF-16. Macros live in a storage called "VBA".
FileType InOle(string_view data) {
  constexpr string_view kWord("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 24);
  constexpr string_view kWorkbook("W\0o\0r\0k\0b\0o\0o\0k\0", 16);
  constexpr string_view kMacros("_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0", 24);
  if (Contains(data, kMacros)) return kNone;
  if (Contains(data, kWord)) return kDoc;
  if (Contains(data, kWorkbook)) return kXls;
  return kNone;
}

// A frame header of MPEG audio layer III: 11 bits of sync, a legal version, layer, bit rate and
// sampling rate.
bool IsMp3Frame(string_view data) {
  if (data.size() < 4) return false;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(data[i]); };
  return byte(0) == 0xFF && (byte(1) & 0xE0) == 0xE0 && (byte(1) & 0x18) != 0x08 &&
         (byte(1) & 0x06) == 0x02 && (byte(2) & 0xF0) != 0xF0 && (byte(2) & 0x0C) != 0x0C;
}

FileType InMp4(string_view data) {
  const string_view brand = data.substr(8, 4);
  if (brand == "M4A " || brand == "M4B ") return kM4a;
  for (string_view video : {"iso", "mp4", "avc1", "M4V ", "MSNV", "dash", "3gp"}) {
    if (brand.starts_with(video)) return kMp4;
  }
  return kNone;
}

// Characters only, no control characters but the usual, and nothing a browser would run.
bool IsText(string_view data) {
  const string_view text = data.substr(data.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) {
        return c == 0x7F || (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f');
      })) {
    return false;
  }
  const string_view start = Trim(text.substr(0, 4096), " \t\r\n\f");
  if (start.starts_with("<") || start.starts_with("#!") || start.starts_with("MZ")) return false;
  return DecodeUtf8(text).find(U'\uFFFD') == std::u32string::npos;
}

bool IsReserved(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) ||
         std::u32string_view(U"<>:\"|?*/\\").find(c) != std::u32string_view::npos;
}

// Marks that change the direction of text make "exe.pdf" of "fdp.exe".
bool IsInvisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFD;
}

bool EndsAs(string_view name, const FileType& type) {
  const auto ends = [lower = Lower(name)](string_view extension) {
    const std::string ending = "." + std::string(extension);
    return lower.size() > ending.size() && lower.ends_with(ending);
  };
  return ends(type.extension) || (type.extension == "jpg" && ends("jpeg"));
}

}  // namespace

FileType DetectFileType(string_view data) {
  for (const Signature& signature : kSignatures) {
    if (data.starts_with(signature.bytes)) return signature.type;
  }
  if (data.starts_with("PK")) return InZip(data);
  if (data.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return InOle(data);
  if (data.starts_with("RIFF")) return data.substr(0, 12).ends_with("WAVE") ? kWav : kNone;
  if (data.size() >= 12 && data.substr(4, 4) == "ftyp") return InMp4(data);
  if (IsMp3Frame(data)) return kMp3;
  return !data.empty() && IsText(data) ? kText : kNone;
}

bool DeclaredTypeAgrees(string_view declared, const FileType& type) {
  constexpr string_view kSpaces = " \t", kCharset = "charset=";
  const std::string lower = Lower(declared);
  string_view rest = lower;
  const string_view name = Trim(rest.substr(0, rest.find(';')), kSpaces);
  while (rest.find(';') != string_view::npos) {
    rest.remove_prefix(rest.find(';') + 1);
    const string_view parameter = Trim(rest.substr(0, rest.find(';')), kSpaces);
    if (!parameter.starts_with(kCharset)) continue;
    const string_view charset = Trim(parameter.substr(kCharset.size()), "\"");
    if (charset != "utf-8" && charset != "utf8" && charset != "us-ascii") return false;
  }
  if (name.empty() || name == "application/octet-stream" ||
      name == "application/x-www-form-urlencoded")
    return true;
  if (name == type.content_type) return true;
  struct Alias {
    string_view name;
    string_view extension;
  };
  constexpr auto kAliases = std::to_array<Alias>({{"image/jpg", "jpg"},
                                                  {"image/pjpeg", "jpg"},
                                                  {"audio/mp3", "mp3"},
                                                  {"audio/x-mpeg", "mp3"},
                                                  {"audio/x-wav", "wav"},
                                                  {"audio/wave", "wav"},
                                                  {"audio/vnd.wave", "wav"},
                                                  {"video/mp4", "m4a"},
                                                  {"audio/x-m4a", "m4a"},
                                                  {"video/3gpp", "mp4"},
                                                  {"text/csv", "txt"},
                                                  {"text/markdown", "txt"}});
  return std::any_of(kAliases.begin(), kAliases.end(), [&](const Alias& alias) {
    return alias.name == name && alias.extension == type.extension;
  });
}

std::string CleanFileName(string_view name, const FileType& type) {
  constexpr size_t kLongest = 120;
  const size_t slash = name.find_last_of("/\\");
  if (slash != string_view::npos) name.remove_prefix(slash + 1);
  std::u32string clean;
  for (char32_t c : DecodeUtf8(name)) {
    if (IsReserved(c)) c = U'_';
    if (!IsInvisible(c)) clean += c;
  }
  const auto trimmed = [](char32_t c) { return c == U'.' || c == U'_' || IsSpace(c); };
  while (!clean.empty() && trimmed(clean.front())) clean.erase(0, 1);
  while (!clean.empty() && trimmed(clean.back())) clean.pop_back();

  std::string text = EncodeUtf8(clean);
  const bool told = EndsAs(text, type);
  if (clean.size() > kLongest) {
    clean.resize(kLongest - type.extension.size() - 1);
    text = EncodeUtf8(clean);
  } else if (told) {
    return text;
  }
  if (text.empty()) text = "附件";
  return text.append(".").append(type.extension);
}

}  // namespace hotline::workorder
