// Policies and calendars that are changed in the moment in which rungs fire: no rung twice, none lost, and what is still to come is
// as the rules then say.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cohort } from './cohort.mjs';
import { everyRungOnce } from './outcome.mjs';
import { firing, stepTo, useFragileSystem } from './stage.mjs';

const copies = Number(process.env.HOTLINE_CHAOS_RUNGS ?? 2000);
const ladder = [{ action: 'REMIND', percentOfBudget: 50 }, { action: 'URGE', percentOfBudget: 100 }, { action: 'NOTIFY_HEAD', percentOfBudget: 100 }];
const days = (amount) => ({ unit: 'WORKING_DAYS', amount });

describe('edits in the moment of a burst', () => {
  const stage = useFragileSystem({ further: [firing[1]] });
  let due;
  let policy;
  let reminded;

  // The end of the nth working day after the day of dispatch, by the calendar as everybody can read it.
  async function endOfWorkingDay(nth) {
    const day = new Date(due.people[0].dispatchTime);
    day.setUTCHours(day.getUTCHours() + 8); // The court's.
    const both = [day.getUTCFullYear(), day.getUTCFullYear() + 1];
    const years = await Promise.all(both.map((year) => stage.supervisor.get(`/calendars/${stage.court.id}`, { year })));
    const kinds = new Map(years.flatMap((year) => year.days ?? []).map((one) => [one.day, one.kind]));
    const isOff = (date) => (kinds.get(date) ?? ([0, 6].includes(day.getUTCDay()) ? 'HOLIDAY' : '')) === 'HOLIDAY';
    let date;
    for (let left = nth; left > 0; left -= isOff(date) ? 0 : 1) {
      day.setUTCDate(day.getUTCDate() + 1);
      date = day.toISOString().slice(0, 10);
    }
    return new Date(`${date}T17:30:00+08:00`);
  }

  // Waits until the handling clocks of all orders have this budget and due time, and shows what they wait for next.
  async function everyClock({ amount, dueTime, nextRung }) {
    const ids = new Set([...due.people.map((order) => order.id), ...due.copies]);
    let clocks;
    for (const until = Date.now() + 30_000; ; await sleep(100)) {
      clocks = (await openClocks()).filter((clock) => ids.has(clock.workOrderId));
      const done = clocks.every((clock) => clock.budget.amount === amount && (clock.nextRung ?? 0) === nextRung);
      if (done || Date.now() > until) break;
    }
    assert.equal(clocks.length, ids.size);
    for (const clock of clocks) {
      assert.equal(clock.policyId, policy.id);
      assert.equal(clock.budget.amount, amount);
      assert.deepEqual(new Date(clock.dueTime), dueTime, clock.id);
      assert.equal(clock.nextRung ?? 0, nextRung);
      if (nextRung) assert.deepEqual(new Date(clock.nextRungTime), dueTime, clock.id);
    }
  }

  async function openClocks() {
    const clocks = [];
    let pageToken = '';
    do {
      const page = await stage.supervisor.get('/clocks', { kind: 'HANDLING', pageSize: 200, pageToken });
      clocks.push(...(page.clocks ?? []));
      pageToken = page.nextPageToken;
    } while (pageToken);
    return clocks;
  }

  it('lose no rung and fire none twice; the rest is as the new policy and the new calendar say', async () => {
    due = await cohort(stage, { copies });
    policy = await stage.supervisor.post('/deadlinePolicies', { kind: 'HANDLING', type: due.people[0].type, budget: days(2), ladder });
    reminded = due.ladder.slice(0, 1);
    const off = await endOfWorkingDay(2);
    await stepTo(stage, new Date(reminded[0].time - 300));
    await sleep(reminded[0].time - stage.system.now() + 1);
    await Promise.all([
      stage.supervisor.patch(`/deadlinePolicies/${policy.id}`, { budget: days(4) }),
      stage.supervisor.post(`/calendars/${stage.court.id}:setDay`, { day: off.toISOString().slice(0, 10), kind: 'HOLIDAY', name: '停电' }),
    ]);
    await everyClock({ amount: 4, dueTime: await endOfWorkingDay(4), nextRung: 2 });
    await everyRungOnce(stage, due, reminded, { late: 0 });
  });

  it('that move a deadline into the past fire what was missed once, late', async () => {
    stage.system.step({ minutes: 10 });
    await stage.supervisor.patch(`/deadlinePolicies/${policy.id}`, { budget: days(1) });
    const time = await endOfWorkingDay(1);
    await everyClock({ amount: 1, dueTime: time, nextRung: 0 });
    const missed = [{ action: 'URGE', nth: 1, place: 2, time }, { action: 'NOTIFY_HEAD', nth: 1, place: 3, time }];
    await everyRungOnce(stage, due, [...reminded, ...missed], { late: missed.length });
    await stage.system.hotline('verify', 'history');
  });
});
