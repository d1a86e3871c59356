// What the deadline service keeps of rungs, as its tables have it: only here.
import { rows } from './rows.mjs';

const actions = ['', 'REMIND', 'URGE', 'NOTIFY_HEAD', 'SUPERVISE', 'CRITICIZE'];
const named = (rungs) => rungs.map((rung) => ({ ...rung, action: actions[rung.action], time: new Date(rung.time) }));

export const rungTables = { pending: 'escalation.pending_rungs' };

// The rungs of a clock that have not fired, by time.
export async function armed(system, clockId) {
  return named(await rows(system, `SELECT r.* FROM escalation.pending_rungs p,
    unnest(p.time, p.place, p.action, p.nth) AS r (time, place, action, nth) WHERE p.clock_id = '${clockId}' ORDER BY r.time, r.place`));
}

// Of all clocks: those with a rung that is due and has not fired, and the fired rungs that the orders were not told of.
export async function unfinished(system) {
  const [counts] = await rows(system, `SELECT
    (SELECT count(*) FROM escalation.pending_rungs WHERE next_time <= '${system.now().toISOString()}') AS unfired,
    (SELECT coalesce(sum(size), 0) FROM escalation.effect_batch) AS untold`);
  return counts;
}

// What has fired of the handling clocks of the orders with this title: each rung with how often, on how many clocks, how many late
// and refused, and how long after its time, in milliseconds.
export async function fired(system, title) {
  return named(await rows(system, `SELECT f.action, f.nth, f.place, f.rung_time AS time, count(*) AS count,
      count(DISTINCT f.clock_id) AS clocks, count(*) FILTER (WHERE f.late) AS late, count(*) FILTER (WHERE f.refusal <> '') AS refused,
      extract(epoch FROM min(f.fire_time - f.rung_time)) * 1000 AS soonest, extract(epoch FROM max(f.fire_time - f.rung_time)) * 1000 AS latest
    FROM escalation.firing f JOIN escalation.clock c ON c.id = f.clock_id JOIN workorder.work_order o ON o.id = c.work_order_id
    WHERE o.title = '${title}' AND c.kind = 'HANDLING' GROUP BY f.action, f.nth, f.place, f.rung_time ORDER BY f.rung_time, f.place`));
}

// Ends the clocks of the orders with this title, as if all had been handled, without a word to anybody.
export function retire(system, title) {
  const those = `SELECT c.id FROM escalation.clock c JOIN workorder.work_order o ON o.id = c.work_order_id WHERE o.title = '${title}'`;
  return system.sql(`DELETE FROM escalation.pending_rungs WHERE clock_id IN (${those});
    UPDATE escalation.clock SET state = 'STOPPED', running_since = NULL, stop_time = start_time WHERE id IN (${those}) AND state <> 'STOPPED'`);
}
