// Calling the citizen back: leases, the retry rule, anonymous orders, and setting an unfounded bad rating aside.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { hire, inCallback, signInAll, taskOf, untilState, useSystem } from './lib/cast.mjs';

describe('callback', () => {
  const stage = useSystem();
  const bad = { decision: 'PASS', resolved: 'PARTLY_RESOLVED', satisfaction: 'VERY_DISSATISFIED', comment: '当事人对法院判决不满' };

  // Clock steps end idle sessions.
  async function later(time) {
    await stage.system.advance(time);
    Object.assign(stage, await signInAll(stage.system));
  }
  async function called(order, result, who = stage.callback) {
    const task = await taskOf(who, order);
    await who.task(task, 'claim');
    await who.task(task, 'recordAttempt', { outcome: 'REACHED' });
    return who.task(task, 'complete', result);
  }

  it('is claimed by one, who alone may work on it until released', async () => {
    stage.second = await hire(stage, 'second.caller', { roles: ['callback_agent'] });
    const task = await taskOf(stage.callback, await inCallback(stage));
    await expectProblem(stage.callback.task(task, 'recordAttempt', { outcome: 'BUSY' }), 'TASK_NOT_CLAIMED');
    await stage.callback.task(task, 'claim');
    await expectProblem(stage.second.task(task, 'claim'), 'TASK_CLAIMED');
    await expectProblem(stage.second.task(task, 'complete', bad), 'TASK_NOT_CLAIMED');
    const mine = await stage.callback.get('/callbackTasks', { mine: true });
    assert.deepEqual(mine.callbackTasks.map((one) => one.id), [task.id]);
    assert.equal((await stage.callback.task(task, 'release')).state, 'OPEN');
    await stage.second.task(task, 'claim');
  });

  it('is free again when the lease has run out', async () => {
    const task = await taskOf(stage.callback, await inCallback(stage));
    await stage.callback.task(task, 'claim');
    await stage.system.advance({ minutes: 16 });
    assert.equal((await stage.second.get(`/callbackTasks/${task.id}`)).state, 'OPEN');
    await stage.second.task(task, 'claim');
    await expectProblem(stage.callback.task(task, 'complete', bad), 'TASK_NOT_CLAIMED');
  });

  it('comes in queue order: urgency first', async () => {
    for (const task of (await stage.callback.get('/callbackTasks', { pageSize: 200 })).callbackTasks) {
      if (task.state === 'OPEN') await stage.second.task(task, 'claim');
    }
    const normal = await inCallback(stage);
    const critical = await inCallback(stage, { urgency: 'CRITICAL' });
    await taskOf(stage.callback, normal);
    await taskOf(stage.callback, critical);
    const first = await stage.callback.post('/callbackTasks:claimNext');
    const second = await stage.callback.post('/callbackTasks:claimNext');
    assert.deepEqual([first.workOrderId, second.workOrderId], [critical.id, normal.id]);
  });

  it('asks for resolution and satisfaction once the citizen was reached', async () => {
    const task = await taskOf(stage.callback, await inCallback(stage));
    await stage.callback.task(task, 'claim');
    await expectProblem(stage.callback.task(task, 'complete', bad), 'NOT_REACHED');
    await stage.callback.task(task, 'recordAttempt', { outcome: 'REACHED' });
    const { violations } = await expectProblem(stage.callback.task(task, 'complete', { decision: 'PASS' }), 'INVALID_INPUT', 400);
    assert.deepEqual(violations.map((one) => one.field).sort(), ['resolved', 'satisfaction']);
    await expectProblem(
      stage.callback.task(task, 'complete', { decision: 'REJECT', resolved: 'UNRESOLVED', satisfaction: 'DISSATISFIED' }), 'COMMENT_REQUIRED');
  });

  it('counts a citizen as unreachable after 3 attempts on 2 days at different times, not before', async () => {
    const order = await inCallback(stage);
    const attempt = async () => {
      let task = await taskOf(stage.callback, order);
      if (task.state === 'OPEN') task = await stage.callback.task(task, 'claim');
      task = await stage.callback.task(task, 'recordAttempt', { outcome: 'NO_ANSWER' });
      const refused = task.mayGiveUp ? null : stage.callback.task(task, 'complete', { decision: 'PASS' });
      if (refused) await expectProblem(refused, 'NOT_REACHED');
      return task;
    };
    assert.equal((await attempt()).mayGiveUp, false);
    assert.equal((await attempt()).mayGiveUp, false);
    assert.equal((await attempt()).mayGiveUp, false); // Three, but within a minute.
    await later({ hours: 26 });
    const task = await attempt();
    assert.equal(task.mayGiveUp, true);
    await stage.callback.task(task, 'complete', { decision: 'PASS' });
    await untilState(stage.dispatcher, order, 'CLOSED');
    const { ratings } = await stage.supervisor.get(`/workOrders/${order.id}/ratings`);
    assert.equal(ratings[0].basis, 'UNREACHABLE');
    assert.equal(ratings[0].satisfaction, 'SATISFACTION_UNSPECIFIED');
  });

  it('checks anonymous orders without a call', async () => {
    const order = await inCallback(stage, { requester: { name: '', phone: '', anonymous: true } });
    const task = await taskOf(stage.callback, order);
    assert.equal(task.anonymous, true);
    await stage.callback.task(task, 'claim');
    await expectProblem(stage.callback.task(task, 'complete', { decision: 'PASS', satisfaction: 'SATISFIED' }), 'RATING_NOT_ALLOWED');
    await stage.callback.task(task, 'complete', { decision: 'PASS' });
    await untilState(stage.dispatcher, order, 'CLOSED');
  });

  it('is hidden from one who handled the order', async () => {
    const all = await hire(stage, 'handles.and.calls', { roles: ['handler', 'callback_agent'], department: { id: stage.handler.user.departmentId } });
    const order = await inCallback({ ...stage, handler: all });
    const task = await taskOf(stage.callback, order);
    await expectProblem(all.task(task, 'claim'), 'HANDLED_BY_YOU', 403);
    const { callbackTasks } = await all.get('/callbackTasks', { pageSize: 200 });
    assert.ok(!callbackTasks.some((one) => one.id === task.id));
  });

  it('sets an unfounded bad rating aside: the department asks, a supervisor decides, all is kept', async () => {
    const order = await inCallback(stage);
    assert.equal((await called(order, bad)).state, 'DONE');
    await untilState(stage.dispatcher, order, 'CLOSED');
    await expectProblem(stage.supervisor.command(order, 'decideSetAside', { decision: 'APPROVE' }), 'SET_ASIDE_NOT_PENDING');
    const asked = await stage.reviewer.command(order, 'requestSetAside', { reason: '当事人不满的是判决结果，与热线办理无关' });
    assert.equal(asked.setAside.state, 'REQUESTED');
    await expectProblem(stage.handler.command(order, 'requestSetAside', { reason: '同上' }), 'SET_ASIDE_EXISTS', 409);
    const { ratings } = await stage.supervisor.get('/setAsides');
    assert.ok(ratings.some((one) => one.workOrderId === order.id));
    const decided = await stage.supervisor.command(order, 'decideSetAside', { decision: 'APPROVE', comment: '情况属实' });
    assert.equal(decided.setAside.state, 'APPROVED');
    assert.equal(decided.satisfaction, 'VERY_DISSATISFIED');
  });

  it('does not set good ratings aside, nor after the term', async () => {
    const order = await inCallback(stage);
    await called(order, { decision: 'PASS', resolved: 'RESOLVED', satisfaction: 'SATISFIED' });
    await untilState(stage.dispatcher, order, 'CLOSED');
    await expectProblem(stage.handler.command(order, 'requestSetAside', { reason: '误评' }), 'RATING_NOT_BAD');
    const late = await inCallback(stage);
    await called(late, bad);
    await untilState(stage.dispatcher, late, 'CLOSED');
    await later({ days: 8 });
    await expectProblem(stage.handler.command(late, 'requestSetAside', { reason: '误评' }), 'SET_ASIDE_TOO_LATE');
  });
});
