#include "platform/base/case_number.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "catch2/catch.hpp"

namespace hotline {
namespace {

TEST_CASE("a new case number has one form however it is written") {
  const std::string canonical = "（2026）粤0305民初1234号";
  for (const char* written :
       {"（2026）粤0305民初1234号", "(2026)粤0305民初1234号", "(2026）粤0305民初1234号",
        "［2026］粤0305民初1234号", "〔2026〕粤0305民初1234号", "【2026】粤0305民初1234号",
        "[2026]粤0305民初1234号", " (2026) 粤 0305 民初 1234 号 ",
        "（２０２６）粤０３０５民初１２３４号", "2026粤0305民初1234号", "2026年粤0305民初1234号",
        "(2026)粤0305民初1234", "(2026)粤0305民初01234号", "(2026)粤0305民初字第1234号",
        "(2026)粤0305民初第01234号", "(2026)\u3000粤0305民初1234号"}) {
    CAPTURE(written);
    CHECK(NormaliseCaseNumber(written) == canonical);
  }
}

TEST_CASE("an old case number keeps its words and loses leading zeros") {
  CHECK(NormaliseCaseNumber("(2014)朝民初字第12345号") == "（2014）朝民初字第12345号");
  CHECK(NormaliseCaseNumber("(2015)榕执字第00873号") ==
        NormaliseCaseNumber("（2015）榕执字第873号"));
  CHECK(NormaliseCaseNumber("(2012)温10破(预)字第8号") == "（2012）温10破（预）字第8号");
  CHECK(NormaliseCaseNumber("(2005)衡中法民破字第14-6号") == "（2005）衡中法民破字第14-6号");
  CHECK(NormaliseCaseNumber("(2015)佛中法民二破字第9至14－7号") ==
        "（2015）佛中法民二破字第9至14-7号");
  CHECK(NormaliseCaseNumber("（1995）民终字第211号") == "（1995）民终字第211号");
}

TEST_CASE("rulings of one case are told apart") {
  CHECK(NormaliseCaseNumber("(2019)川01执1834号之一") == "（2019）川01执1834号之一");
  CHECK(NormaliseCaseNumber("(2019)川01执1834号之1") == "（2019）川01执1834号之一");
  CHECK(NormaliseCaseNumber("(2019)川01执1834号之12") == "（2019）川01执1834号之十二");
  CHECK(NormaliseCaseNumber("(2019)川01执1834号之二十") ==
        NormaliseCaseNumber("(2019)川01执1834号之20"));
  CHECK(NormaliseCaseNumber("(2019)川01执1834号之二") != NormaliseCaseNumber("(2019)川01执1834号"));
}

TEST_CASE("other documents with a year and a number are not cases") {
  for (const char* other : {"",
                            "号",
                            "1234",
                            "（2026）",
                            "(2000)字第048号",
                            "(2012)第10号",
                            "（2020）京仲裁字第0952号",
                            "(2011)沪卢证经字第818号",
                            "（2014）澄行复第72号",
                            "[2016]法临鉴字第716号",
                            "（2005）商标异字第02710号",
                            "(2018)吉917号",
                            "（2022）甘民末51号",
                            "法〔2015〕137号",
                            "(26)粤0305民初1234号",
                            "(2126)粤0305民初1号",
                            "（2026）粤0305民初号",
                            "(2026粤0305民初1号",
                            "（2026）粤0305民初1234567890号",
                            "（2026）Ω民初1号",
                            "（2026）粤0305'; DROP TABLE work_order;--民初1号",
                            "\xFF\xFE(2026)",
                            "（2026）之一"}) {
    CAPTURE(other);
    CHECK_FALSE(NormaliseCaseNumber(other));
  }
}

// The public lists of ../shared/data, when they are there.
std::vector<std::string> Lines(const char* file) {
  const char* directory = std::getenv("HOTLINE_SHARED_DATA");
  std::ifstream in(std::string(directory ? directory : "../shared/data") + "/" + file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

TEST_CASE("real numbers from judgments are recognised and their form is stable") {
  std::vector<std::string> lines = Lines("case_numbers.tsv");
  if (lines.empty()) return;
  lines.erase(lines.begin());
  for (const std::string& line : lines) {
    const std::string number = line.substr(0, line.find('\t'));
    CAPTURE(number);
    const auto form = NormaliseCaseNumber(number);
    REQUIRE(form);
    CHECK(NormaliseCaseNumber(*form) == form);
  }
}

TEST_CASE("look-alikes are told apart, but for the few that are cases") {
  int taken = 0;
  for (const std::string& line : Lines("not_case_numbers.txt")) {
    UNSCOPED_INFO(line);
    if (NormaliseCaseNumber(line)) ++taken;
  }
  CHECK(taken <= 5);
}

}  // namespace
}  // namespace hotline
