// What must have become of rungs that came due: each has fired once, stands in its order's history once, and everybody who is told of
// it has one notice.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from './rows.mjs';
import { fired, unfinished } from './rungs.mjs';

const types = { REMIND: 'reminded', URGE: 'urged', NOTIFY_HEAD: 'head_notified', SUPERVISE: 'supervised', CRITICIZE: 'criticized' };
// How many notices of it are in the inboxes of these people, the own and those of their departments together.
const inbox = {
  REMIND: { handler: 2, reviewer: 1 },
  URGE: { handler: 2, reviewer: 1, dispatcher: 1 },
  NOTIFY_HEAD: { reviewer: 1 },
};
const notices = { REMIND: 2, URGE: 3, NOTIFY_HEAD: 1 }; // In all.

// `rungs` are all that shall have fired of the cohort's clocks until now; `late`: how many of each clock's late. To read all inboxes takes
// longer than all the rest.
export async function everyRungOnce(stage, cohort, rungs, { late, inboxes = true } = {}) {
  await settled(stage, cohort, rungs);
  const living = [...cohort.people.map((order) => order.id), ...cohort.copies];
  const clocks = living.length + cohort.movedOn.length;
  const seen = await fired(stage.system, cohort.title);
  assert.deepEqual(
    seen.map((rung) => [rung.action, rung.nth, rung.place, rung.time.toISOString(), rung.count, rung.clocks, rung.refused]),
    rungs.map((rung) => [rung.action, rung.nth, rung.place, rung.time.toISOString(), clocks, clocks, cohort.movedOn.length]),
    'action, how-manieth, place, time, firings, clocks, refusals',
  );
  if (late !== undefined) assert.equal(seen.reduce((sum, rung) => sum + rung.late, 0), late * clocks, 'late ones');

  const demanded = rungs.map((rung) => `${types[rung.action]} ${rung.place}`).sort();
  for (const order of cohort.people) assert.deepEqual(await effects(stage, order), demanded, order.number);
  const histories = await effectsOfAll(stage.system, cohort.title);
  for (const id of living) assert.deepEqual(histories.get(id) ?? [], demanded, id);
  for (const id of cohort.movedOn) assert.deepEqual(histories.get(id) ?? [], [], id);
  if (!inboxes) return seen;
  for (const account of Object.keys(inbox.URGE)) await everyNoticeOnce(stage[account], cohort, living, demandedOf(account, rungs));
  return seen;
}

// The effects of rungs in an order's history: "reminded 1".
export async function effects(stage, order) {
  const { events } = await stage.supervisor.get(`/workOrders/${order.id}/events`, { pageSize: 1000 });
  return events.filter((event) => event.actorName === '期限监控' && event.type !== 'work_order.due_time_set')
    .map((event) => `${event.type.slice(11)} ${JSON.parse(event.payload).rung}`).sort();
}

// The same of copies, which cannot be read over REST: what was sealed for another order cannot be opened.
async function effectsOfAll(system, title) {
  const found = await rows(system, `SELECT e.stream_id AS id, array_agg(substr(e.type, 12) || ' ' || (e.payload ->> 'rung')
      ORDER BY (substr(e.type, 12) || ' ' || (e.payload ->> 'rung')) COLLATE "C") AS effects
    FROM workorder.event e JOIN workorder.work_order o ON o.id = e.stream_id
    WHERE o.title = '${title}' AND e.payload ->> 'rung' IS NOT NULL GROUP BY e.stream_id`);
  return new Map(found.map((order) => [order.id, order.effects]));
}

function demandedOf(account, rungs) {
  const demanded = {};
  for (const { action } of rungs) {
    const type = `work_order.${types[action]}`;
    if (inbox[action][account]) demanded[type] = (demanded[type] ?? 0) + inbox[action][account];
  }
  return demanded;
}

async function everyNoticeOnce(reader, cohort, living, demanded) {
  const seen = new Map([...living, ...cohort.movedOn].map((id) => [id, {}]));
  let pageToken = '';
  do {
    const page = await reader.get('/notices', { pageSize: 200, pageToken });
    for (const { workOrderId, eventType } of page.notices ?? []) {
      const counts = seen.get(workOrderId);
      if (counts && eventType !== 'work_order.dispatched') counts[eventType] = (counts[eventType] ?? 0) + 1;
    }
    // Latest first; what is older tells of other orders.
    pageToken = new Date(page.notices?.at(-1)?.createTime ?? 0) > cohort.since && page.nextPageToken;
  } while (pageToken);
  for (const id of living) assert.deepEqual(seen.get(id), demanded, `notices of ${id} to the ${reader.account}`);
  for (const id of cohort.movedOn) assert.deepEqual(seen.get(id), {}, `notices of ${id} to the ${reader.account}`);
}

// Waits until nothing is left to fire, to tell and to notify of, for a minute at most.
async function settled(stage, cohort, rungs) {
  const demanded = (cohort.people.length + cohort.copies.length) * rungs.reduce((sum, rung) => sum + notices[rung.action], 0);
  const ofTimers = Object.values(types).map((type) => `work_order.${type}`);
  let seen;
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
    seen = await unfinished(stage.system);
    [{ count: seen.notices }] = await rows(stage.system, `SELECT count(*) FROM notification.notice n JOIN workorder.work_order o ON o.id = n.stream_id
      WHERE o.title = '${cohort.title}' AND n.event_type = ANY ('{${ofTimers}}')`);
    if (!seen.unfired && !seen.untold && seen.notices >= demanded) return;
  }
  assert.fail(`after a minute ${JSON.stringify(seen)}, of ${demanded} notices`);
}
