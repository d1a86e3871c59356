// Thousands of rungs that are due at one instant, four workers that fire them, and whatever goes wrong meanwhile: each rung fires
// once, each effect is in its order's history once, each notice is there once.
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cohort } from './cohort.mjs';
import { everyRungOnce } from './outcome.mjs';
import { retire, unfinished } from './rungs.mjs';
import { firing, postgres, signIn, split, stepTo, useFragileSystem } from './stage.mjs';

const kills = Number(process.env.HOTLINE_CHAOS_KILLS ?? 10);
const copies = Number(process.env.HOTLINE_CHAOS_RUNGS ?? 2000);
const restarts = Math.max(1, Math.ceil(kills / 30)); // Of PostgreSQL, in each way.

describe('a burst of rungs', () => {
  const stage = useFragileSystem({ further: [firing[1]] });
  const past = [];

  // The one before gets no further: what would come due days later takes the time of this one.
  async function nextCohort(movedOn) {
    if (past.length) await retire(stage.system, past.at(-1).title);
    const due = { fired: 0, ...(await cohort(stage, { copies, movedOn })) };
    past.push(due);
    return due;
  }

  // Lets the next instant of the cohort's ladder come, with trouble; then everything must have happened once.
  async function burst(t, due, trouble) {
    const instant = due.ladder[due.fired].time;
    due.fired = due.ladder.filter((rung) => rung.time <= instant).length;
    await stepTo(stage, new Date(instant - 300));
    await sleep(instant - stage.system.now());
    const started = new Date().toISOString();
    try {
      const seen = await trouble();
      await stage.system.ready();
      stage.system.step({ seconds: 31 });
      await signIn(stage);
      await everyRungOnce(stage, due, due.ladder.slice(0, due.fired));
      t.diagnostic(`${due.ladder[due.fired - 1].action}: ${seen}`);
    } catch (error) {
      t.diagnostic(`the servers' errors:\n${stage.system.errors(started).slice(-10).join('\n') || 'none'}`);
      throw error;
    }
  }

  // How many rungs stand before something, while there are any.
  async function left() {
    const { unfired, untold } = await unfinished(stage.system);
    return unfired + untold > 0 && `${unfired}+${untold}`;
  }

  // Kills up to `count` times one or all of those, at random moments before, in and after what they do.
  async function kill(names, count) {
    const hits = [];
    do {
      await sleep(Math.random() * 150);
      const victims = hits.length % 2 ? [names[Math.floor(Math.random() * names.length)]] : names;
      await Promise.all(victims.map((name) => stage.system.kill(name)));
      hits.push((await left()) || 'nothing');
      victims.forEach((name) => stage.system.startRole(name));
      // What was claimed by who is gone is told by another after half a minute.
      stage.system.step({ seconds: 31 });
      for (const until = Date.now() + Math.random() * 1500; Date.now() < until && (await left()) === hits.at(-1); await sleep(5));
    } while (hits.length < count && (await left()));
    return hits;
  }

  it(`is fired once by processes that are killed, ${kills} times`, async (t) => {
    const others = split ? ['workorder', 'notification'] : [];
    for (let killed = 0; killed < kills;) {
      const due = await nextCohort(Math.ceil(copies / 50));
      for (let instant = 0; instant < 3 && killed < kills; ++instant) {
        await burst(t, due, async () => {
          const hits = await kill([...firing, ...(instant ? others : [])], Math.min(4, kills - killed));
          killed += hits.length;
          return `killed with this left to fire and to tell: ${hits.join(', ')}`;
        });
      }
    }
  });

  it('is fired once although PostgreSQL and Redis go', async (t) => {
    for (let round = 0; round < restarts; ++round) {
      const due = await nextCohort(Math.ceil(copies / 50));
      for (const action of ['stop', 'kill']) {
        await burst(t, due, async () => {
          await sleep(Math.random() * 200);
          await postgres(action);
          await sleep(300);
          await postgres('start');
          return `PostgreSQL: ${action}, left to fire and to tell ${await left() || 'nothing'}`;
        });
      }
      await burst(t, due, async () => {
        await sleep(Math.random() * 100);
        await stage.system.stopRedis();
        const hit = await left();
        await sleep(500);
        await stage.system.startRedis();
        await stage.system.redisCommand('FLUSHALL');
        return `Redis gone with ${hit || 'nothing'} left to fire and to tell`;
      });
    }
  });

  it('leaves whole histories, in which nothing was added since', async (t) => {
    for (const due of past) await everyRungOnce(stage, due, due.ladder.slice(0, due.fired), { inboxes: false });
    t.diagnostic((await stage.system.hotline('verify', 'history')).trim().replaceAll('\n', '; '));
  });
});
