// Orders that come due together: a few that people registered, dispatched and signed in, and many copies of the first of them, made
// in the database, because people take longer for a thousand orders than anything that is tested here.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProgress } from '../e2e/lib/cast.mjs';
import { copying } from './rows.mjs';
import { armed, rungTables } from './rungs.mjs';

const closed = 8;

// {title, since, people: [order], copies: [id], movedOn: [id], ladder}; the orders of `movedOn` are closed although their clocks run, as in
// the moment before the deadline service learns of it.
export async function cohort(stage, { copies = 0, movedOn = 0 } = {}) {
  const key = randomBytes(4).toString('hex');
  // No clock is stepped back by more than an hour.
  const since = new Date(stage.system.now().getTime() - 2 * 3_600_000);
  const made = { title: `同时到期 ${key}`, since, people: [], copies: [], movedOn: [] };
  for (let i = 0; i < 3; ++i) made.people.push(await inProgress(stage, { title: made.title }));
  const clocks = [];
  for (const order of made.people) clocks.push(await handlingClock(stage, order));
  made.ladder = await armed(stage.system, clocks[0].id);
  for (const clock of clocks) assert.equal(clock.nextRungTime, clocks[0].nextRungTime);
  if (copies) await copy(stage.system, made.people[0].id, clocks[0].id, { key, copies, movedOn });
  for (let n = 1; n <= copies; ++n) (n <= movedOn ? made.movedOn : made.copies).push(`${key}-0000-7000-8000-${String(n).padStart(12, '0')}`);
  return made;
}

// The clock of an order that was signed in, once everything that follows from this has happened.
export async function handlingClock(stage, order) {
  for (let tick = 0; tick < 500; ++tick) {
    const { clocks = [] } = await stage.supervisor.get('/clocks', { workOrderId: order.id });
    const [handling] = clocks.filter((clock) => clock.kind === 'HANDLING');
    const signIn = clocks.find((clock) => clock.kind === 'SIGN_IN');
    if (handling && signIn.state === 'STOPPED' && (await stage.supervisor.order(order)).dueTime === handling.dueTime) return handling;
    await sleep(20);
  }
  throw new Error(`${order.number} has no handling clock`);
}

async function copy(system, order, clock, { key, copies, movedOn }) {
  const id = `('${key}-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
  const ofOrder = `t.id = '${order}'`;
  const ofClock = `t.id = '${clock}'`;
  await system.sql([
    await copying(system, 'workorder.work_order', ofOrder, copies, {
      id,
      number: `'${key}' || lpad(n::text, 8, '0')`,
      state: `CASE WHEN n <= ${movedOn} THEN ${closed} ELSE t.state END`,
      // What a registration finds a similar order by is its own: what was sealed for another order cannot be opened.
      phone_index: 'sha256(n::text::bytea)',
      case_number: `''`,
      content: `encode(sha256(n::text::bytea), 'hex')`,
    }),
    history(order, id, copies),
    await copying(system, 'escalation.followed_order', ofOrder, copies, { id }),
    await copying(system, 'escalation.clock', ofClock, copies, { id, work_order_id: id }),
    await copying(system, rungTables.pending, ofClock.replace('id', 'clock_id'), copies, { clock_id: id, work_order_id: id }),
  ].join('\n'));
  await system.sql('ANALYZE');
}

// The order's history for each copy, chained by hash like any other (ChainHash in platform/events/event.cc). Nobody is told of it.
function history(order, id, copies) {
  const parts = ['c.hash', 'c.stream_id::text', 'e.revision::text', '(extract(epoch FROM e.occurred_at) * 1000000)::bigint::text', 'e.type',
    'e.actor_id', 'e.actor_name', 'e.payload::text'];
  const text = parts.map((part) => `pg_temp.part(${part === 'c.hash' ? part : `convert_to(${part}, 'UTF8')`})`).join(' || ');
  return `
    CREATE FUNCTION pg_temp.part(bytea) RETURNS bytea IMMUTABLE LANGUAGE sql AS 'SELECT int8send(length($1)) || $1';
    WITH RECURSIVE chain AS (
      SELECT ${id} AS stream_id, 0::bigint AS revision, ''::bytea AS hash FROM generate_series(1, ${copies}) n
      UNION ALL
      SELECT c.stream_id, e.revision, sha256(${text})
      FROM chain c JOIN workorder.event e ON e.stream_id = '${order}' AND e.revision = c.revision + 1
    ), appended AS (
      INSERT INTO workorder.event (stream_id, revision, type, actor_id, actor_name, occurred_at, payload, hash)
      SELECT c.stream_id, e.revision, e.type, e.actor_id, e.actor_name, e.occurred_at, e.payload, c.hash
      FROM chain c JOIN workorder.event e ON e.stream_id = '${order}' AND e.revision = c.revision
    )
    UPDATE workorder.work_order o SET history_hash = c.hash FROM chain c WHERE o.id = c.stream_id AND o.revision = c.revision;`;
}
