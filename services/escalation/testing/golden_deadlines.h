// Deadlines worked out by hand, with a wall calendar, the notices and the law beside the paper,
// before the code was asked. Law: CPL is 民事诉讼法 (2023), CC 民法典; "notice" is the notice of
// the State Council for that year.
//
//   CPL 85(2)  期间开始的时和日，不计算在期间内。
//   CPL 85(3)  期间届满的最后一日是法定休假日的，以法定休假日后的第一日为期间届满的日期。
//   CC 201(2)  按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。
//   CC 203(2)  期间的最后一日的截止时间为二十四时；有业务时间的，停止业务活动的时间为截止时间。
#pragma once

#include <string_view>

namespace hotline::escalation::testing {

// start | budget | what happened to it | due | why
// Budgets: wd working days, wh working hours, cd calendar days. "~" before the due time:
// provisional. Hours of a workday: 08:30–12:00, 14:00–17:30.
inline constexpr std::string_view kGoldenDeadlines = R"(
# Ordinary weeks
2026-10-12 09:00 | 3 wd  | | 2026-10-15 17:30 | Mon not counted (CPL 85(2)); 13, 14, 15; ends when business ends (CC 203(2))
2026-10-12 17:30 | 1 wd  | | 2026-10-13 17:30 | at closing time it is still Monday (CPL 85(2))
2026-10-16 16:59 | 1 wd  | | 2026-10-19 17:30 | Fri not counted; weekend; Mon 19
2026-11-19 10:00 | 3 wd  | | 2026-11-24 17:30 | Thu not counted; Fri 20, Mon 23, Tue 24
2026-10-17 11:00 | 1 wd  | | 2026-10-19 17:30 | started on a Saturday: Sun off, Mon 19 is the first day
2026-10-18 23:59 | 1 wd  | | 2026-10-19 17:30 | started late on a Sunday: Mon 19
2026-11-02 00:00 | 1 wd  | | 2026-11-03 17:30 | midnight belongs to the day that begins: Mon 2 not counted (CPL 85(2))
2026-11-02 23:59 | 2 wd  | | 2026-11-04 17:30 | after hours: Mon not counted; 3, 4
2026-11-02 10:00 | 10 wd | | 2026-11-16 17:30 | 3-6, 9-13, 16
2026-06-01 09:00 | 15 wd | | 2026-06-23 17:30 | 2-5, 8-12, 15-18; 19-21 端午节 (notice 2026); 22, 23
2024-02-28 10:00 | 1 wd  | | 2024-02-29 17:30 | the leap day works

# National Day and Mid-Autumn
2026-09-30 10:12 | 3 wd  | | 2026-10-10 17:30 | 1-7 October off; 8, 9 and the make-up Saturday 10 (notice 2026)
2026-09-30 10:12 | 4 wd  | | 2026-10-12 17:30 | 8, 9, make-up 10; Sun 11 off; Mon 12
2026-09-24 15:00 | 3 wd  | | 2026-09-30 17:30 | 25-27 中秋节; 28, 29, 30 (notice 2026)
2026-09-24 15:00 | 4 wd  | | 2026-10-08 17:30 | 28, 29, 30; 1-7 国庆节; 8
2026-09-19 10:00 | 1 wd  | | 2026-09-20 17:30 | Sat off; Sun 20 is a make-up day (notice 2026)
2026-09-20 10:00 | 1 wd  | | 2026-09-21 17:30 | a worked Sunday is a day of start, too: not counted (CPL 85(2))
2026-10-10 16:00 | 1 wd  | | 2026-10-12 17:30 | make-up Saturday not counted; Sun off; Mon 12
2026-10-03 09:00 | 5 wd  | | 2026-10-13 17:30 | started on a holiday; 8, 9, make-up 10, 12, 13
2026-10-07 23:00 | 2 wd  | | 2026-10-09 17:30 | last night of the holiday; 8, 9
2025-09-30 10:00 | 3 wd  | | 2025-10-11 17:30 | 1-8 国庆节、中秋节; 9, 10, make-up Sat 11 (notice 2025)
2025-09-26 10:00 | 3 wd  | | 2025-09-30 17:30 | Sat 27 off; make-up Sun 28, 29, 30 (notice 2025)
2024-09-13 16:00 | 2 wd  | | 2024-09-18 17:30 | make-up Sat 14; 15-17 中秋节; Wed 18 (notice 2024)
2024-09-27 10:00 | 3 wd  | | 2024-10-08 17:30 | Sat 28 off; make-up Sun 29, Mon 30; 1-7 国庆节; Tue 8 (notice 2024)
2023-09-28 17:00 | 4 wd  | | 2023-10-10 17:30 | 29 September-6 October off; make-up Sat 7 and Sun 8, 9, 10 (notice 2023)

# Spring Festival
2026-02-13 11:00 | 3 wd  | | 2026-02-25 17:30 | make-up Sat 14; 15-23 春节; 24, 25 (notice 2026)
2026-02-14 09:00 | 3 wd  | | 2026-02-26 17:30 | make-up Saturday not counted; 15-23 off; 24, 25, 26
2026-02-20 12:00 | 5 wd  | | 2026-02-28 17:30 | started on a holiday; 24, 25, 26, 27, make-up Sat 28 (notice 2026)
2026-02-27 09:00 | 2 wd  | | 2026-03-02 17:30 | make-up Sat 28; Sun off; Mon 2 March
2025-01-24 10:00 | 3 wd  | | 2025-02-05 17:30 | Sat off; make-up Sun 26, Mon 27; 28 January-4 February 春节; Wed 5 (notice 2025)
2025-01-27 15:30 | 5 wd  | | 2025-02-10 17:30 | 5, 6, 7, make-up Sat 8; Sun off; Mon 10 (notice 2025)
2025-02-01 08:00 | 1 wd  | | 2025-02-05 17:30 | started on a holiday; Wed 5 is the first day after it
2024-02-08 10:00 | 3 wd  | | 2024-02-19 17:30 | New Year's Eve, Fri 9, is no holiday in 2024; 10-17 春节; make-up Sun 18, Mon 19 (notice 2024)
2024-02-02 10:00 | 2 wd  | | 2024-02-05 17:30 | Sat off; make-up Sun 4; Mon 5 (notice 2024)
2024-02-12 10:00 | 1 wd  | | 2024-02-18 17:30 | the first working day is a Sunday (notice 2024)
2023-01-20 14:30 | 3 wd  | | 2023-01-30 17:30 | 21-27 春节; make-up Sat 28 and Sun 29; Mon 30 (notice 2023)

# Other holidays
2025-12-31 10:00 | 3 wd  | | 2026-01-06 17:30 | 1-3 元旦; make-up Sun 4, 5, 6 (notice 2026)
2024-04-03 09:00 | 2 wd  | | 2024-04-08 17:30 | 4-6 清明节; make-up Sun 7; Mon 8 (notice 2024)
2024-04-26 09:00 | 3 wd  | | 2024-04-30 17:30 | Sat off; make-up Sun 28, 29, 30 (notice 2024)
2024-05-09 09:00 | 2 wd  | | 2024-05-11 17:30 | Fri 10; make-up Sat 11 (notice 2024)
2023-04-28 09:00 | 3 wd  | | 2023-05-06 17:30 | 29 April-3 May 劳动节; 4, 5, make-up Sat 6 (notice 2023)
2023-06-21 09:00 | 2 wd  | | 2023-06-26 17:30 | 22-24 端午节; make-up Sun 25; Mon 26 (notice 2023)
2026-04-30 09:00 | 4 wd  | | 2026-05-09 17:30 | 1-5 劳动节; 6, 7, 8, make-up Sat 9 (notice 2026)
2026-04-03 09:00 | 1 wd  | | 2026-04-07 17:30 | 4-6 清明节, Sat to Mon, without a make-up day (notice 2026)

# Hours run from the start (CC 201(2))
2026-11-03 09:00 | 2 wh  | | 2026-11-03 11:00 | within the morning
2026-11-03 11:30 | 1 wh  | | 2026-11-03 14:30 | half an hour before lunch, half after
2026-11-03 12:00 | 2 wh  | | 2026-11-03 16:00 | the lunch break has begun: from 14:00
2026-11-03 13:15 | 24 wh | | 2026-11-06 17:00 | in the lunch break: Tue 3.5 h, Wed 7, Thu 7, Fri 3.5 and 3
2026-11-03 17:30 | 1 wh  | | 2026-11-04 09:30 | at closing time: from Wed 08:30
2026-11-06 17:00 | 1 wh  | | 2026-11-09 09:00 | Fri half an hour; weekend; Mon half an hour
2026-11-03 08:30 | 7 wh  | | 2026-11-03 17:30 | exactly one day: due when it closes, not when it opens again
2026-11-03 06:00 | 3 wh  | | 2026-11-03 11:30 | before opening: from 08:30
2026-09-30 17:00 | 8 wh  | | 2026-10-09 09:00 | half an hour; 1-7 off; the 8th 7 h; half an hour on the 9th
2026-10-10 16:30 | 2 wh  | | 2026-10-12 09:30 | one hour of the make-up Saturday; Sun off; one hour of Mon
2026-10-01 10:00 | 1 wh  | | 2026-10-08 09:30 | started on a holiday: from 8 October 08:30
2026-02-13 17:00 | 4 wh  | | 2026-02-14 12:00 | half an hour; the morning of the make-up Saturday

# Calendar days: all days count, the last one rolls (CPL 85(3)), until 24:00 (CC 203(2))
2026-11-02 10:00 | 15 cd | | 2026-11-17 24:00 | 3-17; Tue 17 works
2026-11-02 00:00 | 1 cd  | | 2026-11-03 24:00 | started at midnight: Mon 2 is the day of start (CPL 85(2))
2026-10-30 10:00 | 1 cd  | | 2026-11-02 24:00 | Sat 31 is off: Mon 2
2026-09-15 10:00 | 10 cd | | 2026-09-28 24:00 | 25 is 中秋节, to the 27th: Mon 28
2026-09-16 10:00 | 15 cd | | 2026-10-08 24:00 | 1 October rolls over the whole holiday
2026-09-25 10:00 | 15 cd | | 2026-10-10 24:00 | the make-up Saturday is no day off (notice 2026)
2026-09-26 10:00 | 15 cd | | 2026-10-12 24:00 | Sun 11: Mon 12
2026-10-05 10:00 | 3 cd  | | 2026-10-08 24:00 | 6 and 7 are off and count all the same; only the last day rolls
2026-01-15 10:00 | 30 cd | | 2026-02-14 24:00 | a make-up Saturday (notice 2026)
2026-01-16 10:00 | 30 cd | | 2026-02-24 24:00 | 15 February is off, as are the days to the 23rd
2025-01-13 10:00 | 15 cd | | 2025-02-05 24:00 | 28 January rolls over 春节 (notice 2025)
2024-01-26 10:00 | 15 cd | | 2024-02-18 24:00 | 10 February rolls to the make-up Sunday (notice 2024)
2024-02-14 10:00 | 15 cd | | 2024-02-29 24:00 | across the end of a leap February
2026-12-18 10:00 | 10 cd | | 2026-12-28 24:00 | wholly in 2026: not provisional

# Pauses give back the working time that they cover, no more
2026-11-02 10:00 | 3 wd  | pause 2026-11-04 08:30, resume 2026-11-05 08:30 | 2026-11-06 17:30 | a whole day: 3; 5, 6
2026-11-05 10:00 | 3 wd  | pause 2026-11-06 17:30, resume 2026-11-09 08:30 | 2026-11-10 17:30 | a weekend credits nothing: 6, 9, 10
2026-11-05 10:00 | 3 wd  | pause 2026-11-06 14:00, resume 2026-11-09 08:30 | 2026-11-11 12:00 | an afternoon: half of Fri, Mon, Tue, half of Wed
2026-11-02 10:00 | 3 wd  | pause 2026-11-04 12:00, resume 2026-11-04 14:00 | 2026-11-05 17:30 | the lunch break credits nothing
2026-11-02 10:00 | 3 wd  | pause 2026-11-04 11:45, resume 2026-11-04 14:15 | 2026-11-06 09:00 | a quarter of an hour on either side of lunch
2026-11-02 10:00 | 3 wd  | pause 2026-11-04 17:30, resume 2026-11-05 08:30 | 2026-11-05 17:30 | a night credits nothing
2026-09-29 10:00 | 3 wd  | pause 2026-09-30 17:30, resume 2026-10-08 08:30 | 2026-10-09 17:30 | the holiday credits nothing: 30, 8, 9
2026-10-08 10:00 | 3 wd  | pause 2026-10-09 17:30, resume 2026-10-12 08:30 | 2026-10-13 17:30 | the make-up Saturday is a day: 9; 12, 13
2026-11-02 09:00 | 3 wd  | pause 2026-11-02 10:00, resume 2026-11-02 16:00 | 2026-11-05 17:30 | within the day of start, which does not count
2026-11-02 09:00 | 3 wd  | pause 2026-11-02 15:00, resume 2026-11-04 08:30 | 2026-11-06 17:30 | from the day of start: 4, 5, 6
2026-11-02 10:00 | 5 wd  | pause 2026-11-03 08:30, resume 2026-11-04 08:30, pause 2026-11-05 14:00, resume 2026-11-06 14:00 | 2026-11-11 17:30 | 4, half of 5 and half of 6; 9, 10, 11
2026-02-10 10:00 | 5 wd  | pause 2026-02-12 08:30, resume 2026-02-25 14:00 | 2026-03-02 12:00 | 11; half of 25, 26, 27, make-up Sat 28, half of Mon 2 March
2026-11-03 09:00 | 4 wh  | pause 2026-11-03 10:00, resume 2026-11-03 15:00 | 2026-11-04 09:00 | 1 h; 2.5 h; half an hour on Wed
2026-11-03 16:00 | 3 wh  | pause 2026-11-03 17:30, resume 2026-11-04 08:30 | 2026-11-04 10:00 | a night credits nothing
2026-11-02 10:00 | 10 cd | pause 2026-11-05 00:00, resume 2026-11-08 00:00 | 2026-11-16 24:00 | three days later than Thu 12: Sun 15 rolls
2026-11-02 10:00 | 7 cd  | pause 2026-11-04 09:00, resume 2026-11-05 15:00 | 2026-11-11 24:00 | 30 hours later than the 9th: a day of a limit ends at 24:00 (CC 203(2)), not at 06:00

# Extensions and policies that change: what is consumed stays consumed
2026-11-02 10:00 | 3 wd  | extend 2 2026-11-04 15:00 | 2026-11-09 17:30 | 3, 4, 5 and then 6, 9
2026-09-28 10:00 | 3 wd  | extend 2 2026-09-30 09:00 | 2026-10-10 17:30 | 29, 30, 8; then 9 and the make-up Saturday
2026-11-02 10:00 | 3 wd  | pause 2026-11-04 08:30, resume 2026-11-06 08:30, extend 3 2026-11-06 16:00 | 2026-11-12 17:30 | 3; five of six left: 6, 9, 10, 11, 12
2026-11-02 10:00 | 3 wd  | pause 2026-11-03 08:30, extend 1 2026-11-04 10:00, resume 2026-11-05 08:30 | 2026-11-10 17:30 | granted during a pause: 5, 6, 9, 10
2026-11-02 10:00 | 15 cd | extend 15 2026-11-10 10:00 | 2026-12-02 24:00 | thirty days: 3 November-2 December
2026-11-02 10:00 | 3 wd  | policy 5 2026-11-04 09:00 | 2026-11-09 17:30 | five days from now on: 3, 4, 5, 6, 9
2026-11-02 10:00 | 5 wd  | policy 2 2026-11-03 12:00 | 2026-11-04 17:30 | two days: 3, 4
2026-11-02 10:00 | 5 wd  | policy 1 2026-11-05 10:00 | 2026-11-03 17:30 | one day was used up on the 3rd: late since then
2026-11-02 10:00 | 5 wd  | pause 2026-11-04 08:30, policy 3 2026-11-05 10:00, resume 2026-11-06 08:30 | 2026-11-09 17:30 | 3; two of three left: 6, 9
2026-11-02 10:00 | 5 wd  | pause 2026-11-05 08:30, policy 1 2026-11-06 10:00, resume 2026-11-09 08:30 | 2026-11-09 08:30 | two of one used up: due when it runs again
2026-11-02 10:00 | 3 wd  | extend 2 2026-11-04 09:00, policy 4 2026-11-05 09:00 | 2026-11-10 17:30 | the extension outlives the policy: six days

# Years whose notice is not out
2026-12-30 10:00 | 3 wd  | | ~2027-01-05 17:30 | 31; 1 January 元旦 by the law alone; weekend; 4, 5
2027-02-04 10:00 | 2 wd  | | ~2027-02-10 17:30 | 除夕 to 初三, 5-8, by the law alone; 9, 10
2026-12-17 10:00 | 15 cd | | ~2027-01-04 24:00 | 1 January rolls to Mon 4
2028-04-28 10:00 | 2 wd  | | ~2028-05-02 17:30 | no calendar for 2028: only weekends are off; Mon 1, Tue 2
2028-09-29 10:00 | 15 cd | | ~2028-10-16 24:00 | Sat 14 October rolls to Mon 16
2022-12-30 10:00 | 1 wd  | | ~2023-01-03 17:30 | 31 December-2 January off by the notice for 2023; 2022 itself is not kept
)";

}  // namespace hotline::escalation::testing
