// The holidays and make-up working days that the program carries, day for day against the package chinese-days (MIT).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import chineseDays from 'chinese-days';

const { years } = JSON.parse(
  readFileSync(new URL('../../../services/escalation/data/public_holidays.json', import.meta.url), 'utf8'));

const dayAfter = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

function daysFrom(from, to) {
  const days = [];
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day);
  return days;
}

const holidays = new Map(years.flatMap(({ holidays: list }) =>
  list.flatMap(({ name, from, to }) => daysFrom(from, to).map((day) => [day, name]))));
const makeups = new Set(years.flatMap(({ holidays: list }) => list.flatMap(({ makeup = [] }) => makeup)));

function worked(day) {
  if (makeups.has(day)) return true;
  return !holidays.has(day) && ![0, 6].includes(new Date(day).getUTCDay());
}

test('the years 2023 to 2026 are published, 2027 is not', () => {
  assert.deepEqual(years.map(({ year, published }) => [year, published]),
    [[2023, true], [2024, true], [2025, true], [2026, true], [2027, false]]);
});

for (const year of [2023, 2024, 2025, 2026]) {
  test(`every day of ${year} is worked or off as the package says`, () => {
    const days = daysFrom(`${year}-01-01`, `${year}-12-31`);
    assert.ok(days.length >= 365);
    for (const day of days) {
      assert.equal(worked(day), chineseDays.isWorkday(day), day);
      // Detail is the weekday's name on an ordinary day, else "National Day,国庆节,3".
      const [, name] = chineseDays.getDayDetail(day).name.split(',');
      const ours = holidays.get(day);
      if (ours) assert.ok(name && ours.includes(name), `${day}: ${ours}, not ${name}`);
    }
  });
}

test('each notice says where it stands', () => {
  for (const { year, source, address, published } of years) {
    assert.ok(source.length > 0, `${year}`);
    if (published) assert.match(address, /^https?:\/\/www\.gov\.cn\//);
  }
});
