// Many at once: exactly one wins, and nobody waits for ever.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Problem } from './lib/client.mjs';
import { hire, inCallback, register, taskOf, useSystem } from './lib/cast.mjs';

// Runs all at once; answers with the values of those that succeeded and the reasons of the others.
async function race(attempts) {
  const results = await Promise.allSettled(attempts.map((attempt) => attempt()));
  const won = results.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  const lost = results.filter((one) => one.status === 'rejected').map((one) => {
    if (!(one.reason instanceof Problem)) throw one.reason;
    return one.reason.reason;
  });
  return { won, lost };
}

describe('concurrency', () => {
  const stage = useSystem();

  it('dispatches one order once of 64 times', async () => {
    const order = await register(stage.agent);
    const departments = Object.values(stage.departments).filter((one) => one.active);
    const { won, lost } = await race(Array.from({ length: 64 }, (_, i) => () =>
      stage.dispatcher.command(order, 'dispatch', { departmentId: departments[i % departments.length].id })));
    assert.equal(won.length, 1, JSON.stringify(lost));
    // Who is not served may be told to come again, but nothing else.
    assert.deepEqual([...new Set(lost)].filter((reason) => !['WRONG_STATE', 'CONTENTION', 'OVERLOADED', 'BUSY', 'RATE_LIMITED'].includes(reason)), []);
    const now = await stage.dispatcher.order(order);
    assert.equal(now.departmentId, won[0].departmentId);
    const { events } = await stage.dispatcher.get(`/workOrders/${order.id}/events`);
    assert.equal(events.filter((event) => event.type === 'work_order.dispatched').length, 1);
  });

  it('lets one of 16 callback agents claim a task', async () => {
    const agents = [];
    for (let i = 0; i < 16; ++i) agents.push(await hire(stage, `caller${i}`, { roles: ['callback_agent'] }));
    const task = await taskOf(stage.callback, await inCallback(stage));
    const { won, lost } = await race(agents.map((agent) => () => agent.task(task, 'claim')));
    assert.equal(won.length, 1);
    assert.deepEqual([...new Set(lost)].filter((reason) => !['TASK_CLAIMED', 'CONTENTION', 'OVERLOADED', 'BUSY'].includes(reason)), []);

    // And claimNext never gives one task to two.
    for (let i = 0; i < 4; ++i) await taskOf(stage.callback, await inCallback(stage));
    const next = await race(agents.map((agent) => () => agent.post('/callbackTasks:claimNext')));
    assert.equal(next.won.length, 4);
    assert.equal(new Set(next.won.map((one) => one.id)).size, 4);
  });

  it('counts every one of 40 notes of five people', async () => {
    const order = await register(stage.agent);
    const writers = [stage.agent, stage.dispatcher, stage.supervisor, stage.callback];
    const write = async (writer, content) => {
      for (;;) {
        try {
          return await writer.command(order, 'addNote', { content });
        } catch (error) {
          if (!['CONTENTION', 'OVERLOADED', 'BUSY'].includes(error.reason)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, i) => write(writers[i % 4], `第${i}条`)));
    const { notes } = await stage.agent.order(order);
    assert.deepEqual(notes.map((note) => note.content).sort(), Array.from({ length: 40 }, (_, i) => `第${i}条`).sort());
    await stage.system.hotline('verify', 'history');
  });

  it('merges two orders into each other in one way at most', async () => {
    const [a, b] = [await register(stage.agent), await register(stage.agent)];
    const { won } = await race([
      () => stage.dispatcher.command(a, 'merge', { intoId: b.id }),
      () => stage.dispatcher.command(b, 'merge', { intoId: a.id }),
    ]);
    assert.equal(won.length, 1);
    const states = [(await stage.dispatcher.order(a)).state, (await stage.dispatcher.order(b)).state].sort();
    assert.deepEqual(states, ['MERGED', 'PENDING_DISPATCH']);
  });
});
