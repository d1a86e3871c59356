#include "platform/base/masking.h"

#include <algorithm>
#include <array>

#include "platform/base/unicode.h"

namespace hotline {
namespace {

using std::u32string;
using std::u32string_view;

constexpr auto kCompoundSurnames = std::to_array<u32string_view>(
    {U"欧阳", U"太史", U"端木", U"上官", U"司马",    U"东方", U"独孤", U"南宫", U"万俟", U"闻人",
     U"夏侯", U"诸葛", U"尉迟", U"公羊", U"赫连",    U"澹台", U"皇甫", U"宗政", U"濮阳", U"公冶",
     U"太叔", U"申屠", U"公孙", U"慕容", U"仲孙",    U"钟离", U"长孙", U"宇文", U"司徒", U"鲜于",
     U"司空", U"闾丘", U"子车", U"亓官", U"司寇",    U"巫马", U"公西", U"颛孙", U"壤驷", U"公良",
     U"漆雕", U"乐正", U"宰父", U"谷梁", U"拓跋",    U"夹谷", U"轩辕", U"令狐", U"段干", U"百里",
     U"呼延", U"东郭", U"南门", U"羊舌", U"微生",    U"梁丘", U"左丘", U"东门", U"西门", U"第五",
     U"完颜", U"耶律", U"纳兰", U"叶赫", U"爱新觉罗"});
constexpr auto kFormsOfAddress =
    std::to_array<u32string_view>({U"先生", U"女士", U"小姐", U"同志", U"老师", U"律师", U"法官"});
constexpr u32string_view kMaskCharacters = U"*某Xx×＊";
constexpr u32string_view kNameDots = U"·•・‧∙⋅";

bool IsMask(char32_t c) { return kMaskCharacters.find(c) != u32string_view::npos; }

// Characters of the surname that `name` begins with; less than its length.
size_t SurnameLength(u32string_view name) {
  for (u32string_view surname : kCompoundSurnames) {
    if (name.size() > surname.size() && name.starts_with(surname)) return surname.size();
  }
  return 1;
}

// "王女士": the surname alone, politely.
bool IsFormOfAddress(u32string_view name) {
  for (u32string_view form : kFormsOfAddress) {
    if (!name.ends_with(form)) continue;
    const u32string_view rest = name.substr(0, name.size() - form.size());
    return rest.size() == 1 || std::find(kCompoundSurnames.begin(), kCompoundSurnames.end(),
                                         rest) != kCompoundSurnames.end();
  }
  return false;
}

// Half-width, without spaces; dashes of one kind.
u32string Simplify(std::string_view text) {
  u32string out;
  for (char32_t c : DecodeUtf8(text)) {
    if (!IsSpace(c)) out += IsDash(c) ? U'-' : HalfWidth(c);
  }
  return out;
}

// `text` with stars between the first `head` and the last `tail` characters.
u32string Cover(u32string_view text, size_t head, size_t tail) {
  if (text.size() <= head + tail) return u32string(text.size(), U'*');
  return u32string(text.substr(0, head)) + u32string(text.size() - head - tail, U'*') +
         u32string(text.substr(text.size() - tail));
}

// A short string keeps its last two characters at most.
u32string CoverShort(u32string_view text) { return Cover(text, 0, text.size() >= 5 ? 2 : 0); }

// Stars and so few other characters that masking again would only spoil it.
bool IsMaskedNumber(u32string_view text, size_t most_visible) {
  const auto stars = static_cast<size_t>(std::count(text.begin(), text.end(), U'*'));
  return stars >= 3 && text.size() - stars <= most_visible;
}

// Of a landline: 010 and 02x have three digits, other areas four.
size_t AreaCodeLength(u32string_view digits) {
  return digits.starts_with(U"010") || digits.starts_with(U"02") ? 3 : 4;
}

}  // namespace

std::string MaskName(std::string_view text) {
  u32string name;
  for (char32_t c : DecodeUtf8(text)) {
    if (!IsSpace(c)) name += HalfWidth(c);
  }
  if (name.empty()) return "";
  if (IsFormOfAddress(name)) return EncodeUtf8(name);
  if (name.size() == 1) return IsHan(name[0]) ? "某" : "*";
  if (IsLatin(name[0])) return EncodeUtf8(name.substr(0, 1)) + "***";
  if (name.find_first_of(kNameDots) != u32string::npos)
    return EncodeUtf8(name.substr(0, 1)) + "某某";

  const size_t surname = SurnameLength(name);
  const u32string given = name.substr(surname);
  if (std::all_of(given.begin(), given.end(), IsMask)) return EncodeUtf8(name);
  const u32string cover(std::min<size_t>(given.size(), 2), U'某');
  return EncodeUtf8(name.substr(0, surname) + cover);
}

std::string MaskPhone(std::string_view text) {
  u32string phone = Simplify(text);
  if (IsMaskedNumber(phone, 9)) return EncodeUtf8(phone);
  if (phone.starts_with(U"+86")) phone.erase(0, 3);
  u32string extension;
  if (const size_t dash = phone.rfind(U'-');
      dash != u32string::npos && phone.size() - dash <= 7 && dash >= 11) {
    extension = U"-" + u32string(phone.size() - dash - 1, U'*');
    phone.resize(dash);
  }
  std::erase(phone, U'-');
  if (phone.size() < 7) return EncodeUtf8(CoverShort(phone) + extension);
  const bool landline = phone[0] == U'0' && phone.size() >= 10;
  const size_t head = landline ? AreaCodeLength(phone) : phone.size() >= 11 ? 3 : 0;
  return EncodeUtf8(Cover(phone, head, 4) + extension);
}

std::string MaskIdNumber(std::string_view text) {
  u32string number = Simplify(text);
  if (IsMaskedNumber(number, 10)) return EncodeUtf8(number);
  if (!number.empty() && number.back() == U'x') number.back() = U'X';
  return EncodeUtf8(number.size() >= 15 ? Cover(number, 6, 4) : CoverShort(number));
}

std::string MaskEmail(std::string_view address) {
  const size_t at = address.find('@');
  if (at == address.npos || at == 0) return std::string(address.empty() ? "" : "***");
  return std::string(address.substr(0, 1)) + "***" + std::string(address.substr(at));
}

}  // namespace hotline
