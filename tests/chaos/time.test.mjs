// Hours in which nothing ran or nothing was to do, and a clock that is stepped: each rung fires once, at its time or as soon as it can.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { dispatched } from '../e2e/lib/cast.mjs';
import { cohort } from './cohort.mjs';
import { effects, everyRungOnce } from './outcome.mjs';
import { fired, unfinished } from './rungs.mjs';
import { firing, signIn, split, stepTo, useFragileSystem } from './stage.mjs';

const copies = Math.ceil(Number(process.env.HOTLINE_CHAOS_RUNGS ?? 2000) / 10);
const idle = Number(process.env.HOTLINE_CHAOS_IDLE ?? 20) * 1000;
const hour = 3_600_000;

describe('time', () => {
  const stage = useFragileSystem({ further: [firing[1]] });
  const nothingFires = async (due, rungs) => {
    await sleep(1500);
    assert.deepEqual((await fired(stage.system, due.title)).map((rung) => rung.place), rungs.map((rung) => rung.place));
  };

  // Of an order of which nothing has fired.
  async function clockOf(order, kind) {
    const { clocks } = await stage.supervisor.get('/clocks', { workOrderId: order.id });
    return clocks.find((clock) => clock.kind === kind);
  }

  // Waits for the next rung of a clock: how long after its time, in milliseconds, it fired and could be read in the order's history.
  async function detection(clock) {
    const order = { id: clock.workOrderId };
    const time = new Date(clock.nextRungTime);
    assert.deepEqual(await effects(stage, order), [], 'it is there before its time');
    assert.ok(time - stage.system.now() < 60_000, 'too early to wait for it');
    await sleep(time - stage.system.now() - 20);
    while (!(await effects(stage, order)).length) assert.ok(stage.system.now() - time < 10_000, 'not even within ten seconds');
    const visible = stage.system.now() - time;
    const { fired: rungs } = await stage.supervisor.get(`/clocks/${clock.id}`);
    assert.equal(rungs.length, 1);
    return { fire: new Date(rungs[0].fireTime) - time, visible };
  }

  async function withinASecond(t, clocks) {
    const found = await Promise.all(clocks.map(detection));
    t.diagnostic(`fired and visible after ${found.map(({ fire, visible }) => `${fire} and ${visible} ms`).join(', ')}`);
    for (const { fire, visible } of found) assert.ok(fire >= 0 && fire < 1000 && visible < 1000);
  }

  it('that nobody noticed: what came due in twelve hours of standstill fires once, late, and nothing for what was handled before', async () => {
    const due = await cohort(stage, { copies });
    const inTime = await cohort(stage);
    await stepTo(stage, new Date(due.ladder[0].time - hour));
    // So that the deadline service learns of it only after the standstill.
    if (split) for (const name of firing) await stage.system.kill(name);
    const feedback = { channel: 'PHONE', content: '已电话告知申请执行人查控结果。' };
    await Promise.all(inTime.people.map((order) => stage.handler.command(order, 'submitFeedback', feedback)));
    await stage.system.stopServing('SIGKILL');
    stage.system.step({ hours: 12 });
    const missed = due.ladder.filter((rung) => rung.time <= stage.system.now());
    await stage.system.serve();
    await signIn(stage);
    await everyRungOnce(stage, due, missed, { late: missed.length });
    await everyRungOnce(stage, inTime, []);
  });

  it('that is stepped an hour on and back: each rung fires once, none before its time', async (t) => {
    const due = await cohort(stage, { copies });
    const [first, second, third] = due.ladder;
    await stepTo(stage, new Date(first.time - hour / 2));
    stage.system.step({ hours: -1 });
    await nothingFires(due, []);
    stage.system.step({ hours: 1 });
    await nothingFires(due, []);
    stage.system.step({ hours: 1 });
    const late = stage.system.now() - first.time;
    const [seen] = await everyRungOnce(stage, due, [first], { late: 1 });
    t.diagnostic(`fired up to ${Math.round(seen.latest - late)} ms after the step over its time`);
    assert.ok(seen.soonest >= late - 1 && seen.latest < late + 1000, JSON.stringify({ late, ...seen }));
    stage.system.step({ hours: -1 });
    await nothingFires(due, [first]);
    await stepTo(stage, new Date(first.time - 500));
    await nothingFires(due, [first]);

    await stepTo(stage, new Date(second.time - 500));
    const both = await everyRungAt(due, [first, second]);
    assert.ok(both[1].soonest >= 0 && both[1].latest < 1000, JSON.stringify(both));
    if (split) await toldAcrossAStepBack(t, due, due.ladder.filter((rung) => rung.time <= third.time));
  });

  async function everyRungAt(due, rungs) {
    await sleep(rungs.at(-1).time - stage.system.now());
    return everyRungOnce(stage, due, rungs);
  }

  // What fired in an hour that is yet to come is told at once all the same.
  async function toldAcrossAStepBack(t, due, rungs) {
    await stepTo(stage, new Date(rungs.at(-1).time - 500));
    await stage.system.kill('workorder');
    for (const until = Date.now() + 5000; Date.now() < until && !(await unfinished(stage.system)).untold; await sleep(20));
    assert.ok((await unfinished(stage.system)).untold > 0, 'nothing fired');
    stage.system.step({ hours: -1 });
    stage.system.startRole('workorder');
    await stage.system.ready();
    const ready = Date.now();
    await everyRungOnce(stage, due, rungs);
    t.diagnostic(`told within ${Date.now() - ready} ms after the work orders were back`);
    assert.ok(Date.now() - ready < 10_000);
    stage.system.step({ hours: 1 });
    await nothingFires(due, rungs);
  }

  it('with nothing to do: after idle hours a rung is noticed within a second', async (t) => {
    const { people, ladder } = await cohort(stage);
    const clocks = await Promise.all(people.map((order) => clockOf(order, 'HANDLING')));
    while (ladder[0].time - stage.system.now() > hour + idle) {
      stage.system.step({ hours: 1 });
      await sleep(50);
    }
    await stepTo(stage, new Date(ladder[0].time - idle - 1000));
    await sleep(idle);
    await withinASecond(t, clocks);
  });

  it('with nothing to do: so is a rung of an order that is dispatched then', async (t) => {
    const clocks = [];
    for (let i = 0; i < 5; ++i) {
      const order = await dispatched(stage, { urgency: 'CRITICAL' });
      for (const until = Date.now() + 10_000; Date.now() < until && !(await clockOf(order, 'SIGN_IN')); await sleep(20));
      clocks.push(await clockOf(order, 'SIGN_IN'));
    }
    await stepTo(stage, new Date(new Date(clocks[0].nextRungTime) - 1000));
    await withinASecond(t, clocks);
  });

  it('leaves whole histories', async () => {
    await stage.system.hotline('verify', 'history');
  });
});
