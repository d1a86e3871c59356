#include "platform/base/case_number.h"

#include <algorithm>
#include <array>

#include "platform/base/unicode.h"

namespace hotline {
namespace {

using std::u32string;
using std::u32string_view;

// 类型代字 as the rule lists them, plus the pre-trial mediation and the short forms found in
// judgments.
constexpr auto kTypes = std::to_array<u32string_view>({
    U"刑他",   U"刑再",   U"刑初",   U"刑医",   U"刑医复", U"刑医监", U"刑医解", U"刑抗",
    U"刑教",   U"刑教复", U"刑教监", U"刑教解", U"刑更",   U"刑更备", U"刑更监", U"刑核",
    U"刑止",   U"刑止核", U"刑止调", U"刑没",   U"刑申",   U"刑监",   U"刑终",   U"刑辖",
    U"助移管", U"助移赃", U"协他",   U"协外引", U"协外移", U"协外认", U"协外调", U"协外送",
    U"台请调", U"台请送", U"司惩",   U"司惩复", U"司救他", U"司救刑", U"司救执", U"司救民",
    U"司救行", U"司救访", U"司救赔", U"委赔",   U"委赔再", U"委赔提", U"委赔监", U"强清",
    U"执",     U"执他",   U"执保",   U"执协",   U"执复",   U"执异",   U"执恢",   U"执监",
    U"民他",   U"民保令", U"民保更", U"民催",   U"民再",   U"民初",   U"民抗",   U"民撤",
    U"民特",   U"民特监", U"民申",   U"民监",   U"民督",   U"民督监", U"民终",   U"民辖",
    U"民辖监", U"民辖终", U"法赔",   U"清申",   U"清监",   U"清终",   U"港请调", U"港请送",
    U"澳请调", U"澳请送", U"破",     U"破申",   U"破监",   U"破终",   U"行他",   U"行保",
    U"行保复", U"行再",   U"行初",   U"行审",   U"行审复", U"行抗",   U"行申",   U"行监",
    U"行终",   U"行赔他", U"行赔再", U"行赔初", U"行赔抗", U"行赔申", U"行赔监", U"行赔终",
    U"行辖",   U"行辖终", U"认他",   U"认台",   U"认复",   U"认港",   U"认澳",   U"证保",
    U"请台调", U"请台送", U"请外引", U"请外移", U"请外调", U"请外送", U"请港调", U"请港送",
    U"请澳调", U"请澳送", U"请移管", U"请移赃", U"财保",   U"赔他",   U"赔确监", U"赔辖",
    U"赔辖终", U"引调",   U"先调",   U"前调",   U"诉调",   U"初",     U"终",
});

// How old types end, and one character that shows the kind of matter.
constexpr u32string_view kOldEndings =
    U"初终申再抗提执恢保异复审更辖催赔核调特破清预监督他立撤请救减假罚确民";
constexpr u32string_view kOldMatters = U"刑民商知行执破赔诉海终初申调";
// Of documents that are not a court's: 证明 and 公证, 鉴定, 仲裁, 检验, 贷款, 商标, 行政复议, …
constexpr auto kForeign =
    std::to_array<u32string_view>({U"证", U"鉴", U"仲", U"裁", U"贷", U"检", U"商标", U"狱",
                                   U"公安", U"工伤", U"劳人", U"估", U"法院", U"文件"});

bool EndsWithType(u32string_view characters) {
  return std::any_of(kTypes.begin(), kTypes.end(),
                     [&](u32string_view type) { return characters.ends_with(type); });
}

bool EndsWithOldType(u32string_view characters) {
  if (characters.ends_with(U"行复"))
    return false;  // Administrative reconsideration, by a government.
  return kOldEndings.find(characters.back()) != u32string_view::npos &&
         characters.find_first_of(kOldMatters) != u32string_view::npos;
}

// `body` is everything between the year and the running number, without 字第.
bool IsCourtAndType(u32string_view body, bool old_style) {
  if (body.ends_with(U"（预）")) body.remove_suffix(3);
  if (body.empty() || body.size() > 16 || !IsHan(body.back())) return false;
  for (char32_t c : body) {
    if (!IsHan(c) && !IsDigit(c)) return false;
  }
  const bool preserve_evidence = body.ends_with(U"证保");
  for (u32string_view word : kForeign) {
    if (body.find(word) != u32string_view::npos && !preserve_evidence) return false;
  }
  size_t from = body.size();
  while (from > 0 && IsHan(body[from - 1])) --from;
  const u32string_view characters = body.substr(from);
  return old_style ? EndsWithOldType(characters) : EndsWithType(characters);
}

// One width for everything, no spaces.
u32string Simplify(std::string_view text) {
  u32string out;
  for (char32_t wide : DecodeUtf8(text)) {
    if (IsSpace(wide)) continue;
    char32_t c = IsDash(wide) ? U'-' : HalfWidth(wide);
    if (u32string_view(U"([{〔【［〈《").find(c) != u32string_view::npos) c = U'（';
    if (u32string_view(U")]}〕】］〉》").find(c) != u32string_view::npos) c = U'）';
    out += c;
  }
  return out;
}

// Takes digits from the end of `text`.
u32string TakeDigits(u32string* text) {
  size_t from = text->size();
  while (from > 0 && IsDigit((*text)[from - 1])) --from;
  u32string digits = text->substr(from);
  text->resize(from);
  return digits;
}

bool TakeSuffix(u32string* text, u32string_view suffix) {
  if (!text->ends_with(suffix)) return false;
  text->resize(text->size() - suffix.size());
  return true;
}

u32string WithoutZeros(u32string_view digits) {
  const size_t from = std::min(digits.find_first_not_of(U'0'), digits.size() - 1);
  return u32string(digits.substr(from));
}

// "1" to "99" as 一 to 九十九.
u32string ChineseOrdinal(u32string_view digits) {
  constexpr u32string_view kDigits = U"〇一二三四五六七八九";
  const size_t ones = digits.back() - U'0', tens = digits.size() == 2 ? digits[0] - U'0' : 0;
  u32string out;
  if (tens > 1) out += kDigits[tens];
  if (tens > 0) out += U'十';
  if (ones > 0) out += kDigits[ones];
  return out;
}

// Takes "之一", "之十二" or "之1" from the end and returns it in Chinese; empty when there is none.
u32string TakeOrdinal(u32string* text) {
  const size_t at = text->rfind(U'之');
  if (at == u32string::npos || at + 1 == text->size()) return U"";
  u32string ordinal = WithoutZeros(u32string_view(*text).substr(at + 1));
  if (ordinal.size() <= 2 && std::all_of(ordinal.begin(), ordinal.end(), IsDigit))
    ordinal = ChineseOrdinal(ordinal);
  if (ordinal.empty() || ordinal.size() > 4) return U"";
  if (ordinal.find_first_not_of(U"一二三四五六七八九十百") != u32string::npos) return U"";
  text->resize(at);
  return U"之" + ordinal;
}

// Takes the year with its brackets from the front; 0 when there is none.
int TakeYear(u32string* text) {
  const size_t open = text->starts_with(U"（") ? 1 : 0;
  int year = 0;
  if (text->size() < open + 6) return 0;
  for (size_t i = open; i < open + 4; ++i) {
    if (!IsDigit((*text)[i])) return 0;
    year = year * 10 + static_cast<int>((*text)[i] - U'0');
  }
  size_t end = open + 4;
  if ((*text)[end] == U'年') ++end;
  if (open == 1) {
    if ((*text)[end] != U'）') return 0;
    ++end;
  }
  text->erase(0, end);
  return year >= 1949 && year <= 2099 ? year : 0;
}

}  // namespace

std::optional<std::string> NormaliseCaseNumber(std::string_view text) {
  if (text.size() > 256) return std::nullopt;
  u32string rest = Simplify(text);
  const int year = TakeYear(&rest);
  if (year == 0) return std::nullopt;

  const u32string ordinal = TakeOrdinal(&rest);
  TakeSuffix(&rest, U"号");
  u32string part;  // "-1" of a file split in parts; "至14" of cases heard together.
  u32string serial = TakeDigits(&rest);
  for (const char32_t mark : {U'-', U'至'}) {
    if (rest.empty() || rest.back() != mark || serial.empty()) continue;
    part = mark + WithoutZeros(serial) + part;
    rest.pop_back();
    serial = TakeDigits(&rest);
  }
  if (serial.empty() || serial.size() > 9) return std::nullopt;

  const bool ordinal_word = TakeSuffix(&rest, U"第");
  const bool old_style = TakeSuffix(&rest, U"字") || ordinal_word;
  if (!IsCourtAndType(rest, old_style)) return std::nullopt;
  const bool keep_words = old_style && year < 2016;
  return EncodeUtf8(U"（") + std::to_string(year) + EncodeUtf8(U"）" + rest) +
         EncodeUtf8(keep_words ? U"字第" : U"") +
         EncodeUtf8(WithoutZeros(serial) + part + U"号" + ordinal);
}

}  // namespace hotline
