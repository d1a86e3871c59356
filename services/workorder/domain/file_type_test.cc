#include "services/workorder/domain/file_type.h"

#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "services/workorder/domain/zip_directory.h"

namespace hotline::workorder {
namespace {

using std::string;

string Little(size_t value, int bytes) {
  string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

// A ZIP file of empty entries.
string Zip(const std::vector<string>& names) {
  string out, directory;
  for (const string& name : names) {
    directory += string("PK\1\2", 4) + string(24, '\0') + Little(name.size(), 2) +
                 string(12, '\0') + Little(out.size(), 4) + name;
    out += string("PK\3\4", 4) + string(22, '\0') + Little(name.size(), 2) + Little(0, 2) + name;
  }
  return out + directory + string("PK\5\6", 4) + string(4, '\0') + Little(names.size(), 2) +
         Little(names.size(), 2) + Little(directory.size(), 4) + Little(out.size(), 4) +
         Little(0, 2);
}

string Utf16(const string& ascii) {
  string out;
  for (char c : ascii) (out += c) += '\0';
  return out;
}

string Ole(const string& stream) {
  return string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + string(504, '\0') + Utf16(stream) +
         string(512, '\0');
}

TEST_CASE("permitted files are known by their content") {
  struct Case {
    string data;
    const char* extension;
  };
  for (const Case& c : std::vector<Case>{
           {"%PDF-1.7\n%\xE2\xE3\xCF\xD3", "pdf"},
           {string("\x89PNG\r\n\x1A\n", 8) + string(20, '\0'), "png"},
           {"\xFF\xD8\xFF\xE0 JFIF", "jpg"},
           {"GIF89a...", "gif"},
           {Zip({"[Content_Types].xml", "_rels/.rels", "word/document.xml"}), "docx"},
           {Zip({"[Content_Types].xml", "xl/workbook.xml"}), "xlsx"},
           {Zip({"OFD.xml", "Doc_0/Document.xml"}), "ofd"},
           {Ole("WordDocument"), "doc"},
           {Ole("Workbook"), "xls"},
           {"ID3\3", "mp3"},
           {"\xFF\xFB\x90\x64", "mp3"},
           {"RIFF....WAVEfmt ", "wav"},
           {"#!AMR\n\x3C", "amr"},
           {string("\0\0\0\x20", 4) + "ftypisom", "mp4"},
           {string("\0\0\0\x20", 4) + "ftypM4A ", "m4a"},
           {"执行款未发放，请尽快处理。\r\n", "txt"},
           {"\xEF\xBB\xBF带标记的文本", "txt"},
       }) {
    CAPTURE(c.extension);
    CHECK(DetectFileType(c.data).extension == c.extension);
  }
}

TEST_CASE("everything else is refused, whatever it calls itself") {
  for (const string& data : std::vector<string>{
           "",
           "MZ\x90\x03 program",
           string("MZ\x90\0\3", 5),
           "\x7F"
           "ELF",
           "<html><script>alert(1)</script>",
           "  \n<svg onload=alert(1)>",
           "#!/bin/sh\nrm -rf /",
           string("text\0with null", 14),
           "GBK \xD6\xB4\xD0\xD0",
           "RIFF....AVI LIST",
           Zip({"a.exe"}),
           Zip({"[Content_Types].xml", "ppt/presentation.xml"}),
           Zip({"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"}),
           "PK\3\4 cut off",
           string("PK\5\6", 4) + string(18, '\xFF'),
           Ole("WordDocument") + Utf16("_VBA_PROJECT"),
           Ole("PowerPoint Document"),
           "Rar!\x1A\7",
           string("\x1F\x8B\x08", 3),
           string("\0\0\0\x20", 4) + "ftypheic",
           "\xFF\xFF\xFF\xFF",
       }) {
    CAPTURE(data);
    CHECK_FALSE(DetectFileType(data));
  }
}

TEST_CASE("a damaged archive is never read past its end") {
  const string whole = Zip({"[Content_Types].xml", "word/document.xml", "word/styles.xml"});
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    DetectFileType(whole.substr(0, cut));
    DetectFileType("PK" + whole.substr(cut));
    string flipped = whole;
    flipped[cut] = static_cast<char>(flipped[cut] ^ 0xFF);
    DetectFileType(flipped);
  }
  CHECK(ZipEntryNames(whole, 100)->size() == 3);
  CHECK(ZipEntryNames(whole, 2)->size() == 2);
}

TEST_CASE("a declared type must be the detected one, or nothing") {
  const FileType jpeg = DetectFileType("\xFF\xD8\xFF\xE0"), text = DetectFileType("文本");
  for (const char* agrees :
       {"", "image/jpeg", "IMAGE/JPEG", "image/jpg", "application/octet-stream",
        "application/x-www-form-urlencoded", "image/jpeg; name=a.jpg"}) {
    CAPTURE(agrees);
    CHECK(DeclaredTypeAgrees(agrees, jpeg));
  }
  for (const char* differs :
       {"image/png", "text/html", "application/pdf", "image", "multipart/form-data; boundary=x"}) {
    CAPTURE(differs);
    CHECK_FALSE(DeclaredTypeAgrees(differs, jpeg));
  }
  CHECK(DeclaredTypeAgrees("text/plain; charset=utf-8", text));
  CHECK(DeclaredTypeAgrees("text/plain; charset=\"UTF-8\"", text));
  CHECK_FALSE(DeclaredTypeAgrees("text/plain; charset=gbk", text));
  CHECK_FALSE(DeclaredTypeAgrees("text/html", text));
}

TEST_CASE("file names are shown without paths and tricks, and end as their type") {
  const FileType pdf = DetectFileType("%PDF-1.4");
  CHECK(CleanFileName("判决书.pdf", pdf) == "判决书.pdf");
  CHECK(CleanFileName("判决书.PDF", pdf) == "判决书.PDF");
  CHECK(CleanFileName("C:\\用户\\桌面\\判决书.pdf", pdf) == "判决书.pdf");
  CHECK(CleanFileName("../../etc/passwd", pdf) == "passwd.pdf");
  CHECK(CleanFileName("报告.exe", pdf) == "报告.exe.pdf");
  CHECK(CleanFileName("a\r\nSet-Cookie: x.pdf", pdf) == "a__Set-Cookie_ x.pdf");
  CHECK(CleanFileName(string("a\0b.pdf", 7), pdf) == "a_b.pdf");
  CHECK(CleanFileName("\u202Efdp.exe", pdf) == "fdp.exe.pdf");
  CHECK(CleanFileName("\"><script>.pdf", pdf) == "script_.pdf");
  CHECK(CleanFileName("", pdf) == "附件.pdf");
  CHECK(CleanFileName("...", pdf) == "附件.pdf");
  CHECK(CleanFileName(".pdf", pdf) == "pdf.pdf");
  CHECK(CleanFileName("照片.jpeg", DetectFileType("\xFF\xD8\xFF\xE0")) == "照片.jpeg");
  string longest;
  for (int i = 0; i < 300; ++i) longest += "案";
  CHECK(CleanFileName(longest + ".pdf", pdf).size() == 116 * 3 + 4);
}

}  // namespace
}  // namespace hotline::workorder
