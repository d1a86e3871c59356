// Which of the permitted types a file is, by what is in it: names and headers are only claims.
#pragma once

#include <string>
#include <string_view>

namespace hotline::workorder {

struct FileType {
  std::string_view content_type;  // "application/pdf"; empty: not a permitted type.
  std::string_view extension;     // "pdf"
  explicit operator bool() const { return !content_type.empty(); }
};

// Permitted: PDF, OFD, PNG, JPEG, GIF, DOC, DOCX, XLS, XLSX (no macros), text in UTF-8, MP3, WAV,
// AMR, MP4. Archives, programs, web pages with scripts and everything else are not. Reads only
// headers and directories, at most once over the data.
FileType DetectFileType(std::string_view data);

// True when `declared` (a Content-Type header) says nothing ("", octet-stream, what HTTP clients
// send unasked) or names `type` by its name or a usual alias. Parameters are ignored but for a
// charset, which must be UTF-8 or ASCII.
bool DeclaredTypeAgrees(std::string_view declared, const FileType& type);

// `name` fit to be shown and saved: the last part of a path, no control, direction or reserved
// characters, at most 120 characters, and an ending that tells the type ("报告.exe" of a PDF
// becomes "报告.exe.pdf"). Never empty.
std::string CleanFileName(std::string_view name, const FileType& type);

}  // namespace hotline::workorder
