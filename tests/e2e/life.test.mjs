// One work order from the first call to the closing, with a rejection at each of the three gates.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { byPeople, hire, register, taskOf, untilState, useSystem } from './lib/cast.mjs';

describe('the whole life of a work order', () => {
  const stage = useSystem();
  let order;
  let extractionCode;
  const is = (state, round = 1) => {
    assert.equal(order.state, state);
    assert.equal(order.round, round);
  };

  it('is registered: number and extraction code for the citizen', async () => {
    order = await register(stage.agent);
    is('PENDING_DISPATCH');
    assert.match(order.number, /^\d{12,}$/);
    ({ extractionCode } = order);
    assert.match(extractionCode, /^\S{6,16}$/);
    assert.equal(order.caseNumber, '（2026）粤0305执1234号');
    assert.equal(order.typeName, '联系法官');
    assert.equal(order.createdByName, stage.agent.user.name);
  });

  it('is dispatched to a department with a co-handler, and signed in', async () => {
    order = await stage.dispatcher.command(order, 'dispatch', {
      departmentId: stage.handler.user.departmentId,
      comment: '请两个工作日内联系当事人',
      urgency: 'URGENT',
      coDepartmentIds: [stage.departments.TRIAL_MANAGEMENT.id],
    });
    is('DISPATCHED');
    assert.equal(order.urgency, 'URGENT');
    assert.ok(order.dispatchTime);
    order = await stage.handler.command(order, 'signIn');
    is('IN_PROGRESS');
    assert.equal(order.handlerId, stage.handler.user.id);
  });

  it('is assigned to a colleague', async () => {
    stage.colleague = await hire(stage, 'colleague', { roles: ['handler'], department: { id: stage.handler.user.departmentId } });
    order = await stage.handler.command(order, 'assign', { handlerId: stage.colleague.user.id });
    assert.equal(order.handlerName, stage.colleague.user.name);
  });

  it('waits for the co-handler before feedback', async () => {
    stage.coHandler = await hire(stage, 'cohandler', { roles: ['handler'], department: stage.departments.TRIAL_MANAGEMENT });
    await expectProblem(feedback(stage.colleague), 'CO_HANDLING_OPEN');
    order = await stage.coHandler.command(order, 'reportCoHandling', { report: '经查，该案流程节点正常，无超期。' });
    assert.ok(order.coHandlers[0].reported);
  });

  it('is rejected by the department, then approved', async () => {
    order = await feedback(stage.colleague);
    is('DEPARTMENT_REVIEW');
    await expectProblem(stage.reviewer.command(order, 'reviewByDepartment', { decision: 'REJECT' }), 'COMMENT_REQUIRED', 400);
    order = await stage.reviewer.command(order, 'reviewByDepartment', { decision: 'REJECT', comment: '未说明查控结果，请补充' });
    is('IN_PROGRESS');
    order = await feedback(stage.colleague);
    order = await stage.reviewer.command(order, 'reviewByDepartment', { decision: 'APPROVE' });
    is('HOTLINE_REVIEW');
  });

  it('is approved by the hotline office and called back; the citizen is not satisfied', async () => {
    order = await stage.dispatcher.command(order, 'reviewByHotline', { decision: 'APPROVE' });
    is('CALLBACK');
    let task = await taskOf(stage.callback, order);
    assert.deepEqual(task.allowedCommands, ['claim']);
    task = await stage.callback.task(task, 'claim');
    assert.equal(task.claimedById, stage.callback.user.id);
    task = await stage.callback.task(task, 'recordAttempt', { outcome: 'NO_ANSWER' });
    assert.equal(task.attemptCount, 1);
    assert.ok(task.nextAttemptTime > stage.system.now().toISOString());
    task = await stage.callback.task(task, 'recordAttempt', { outcome: 'REACHED', comment: '当事人称未接到法官电话' });
    const result = { decision: 'REJECT', resolved: 'UNRESOLVED', satisfaction: 'DISSATISFIED', comment: '当事人要求法官本人回电' };
    task = await stage.callback.task(task, 'complete', result);
    order = await untilState(stage.dispatcher, order, 'DISPATCHED');
    is('DISPATCHED', 2);
    assert.equal(order.handlerId, '');
    assert.equal(order.departmentId, stage.handler.user.departmentId);
  });

  it('goes through its second round and is closed', async () => {
    order = await stage.handler.command(order, 'signIn');
    order = await feedback(stage.handler, '承办法官已于今日回电，告知房产评估进展，当事人表示理解。');
    order = await stage.reviewer.command(order, 'reviewByDepartment', { decision: 'APPROVE' });
    order = await stage.dispatcher.command(order, 'reviewByHotline', { decision: 'APPROVE' });
    is('CALLBACK', 2);
    const task = await taskOf(stage.callback, order);
    await stage.callback.task(task, 'claim');
    await stage.callback.task(task, 'recordAttempt', { outcome: 'REACHED' });
    await stage.callback.task(task, 'complete', { decision: 'PASS', resolved: 'RESOLVED', satisfaction: 'VERY_SATISFIED' });
    order = await untilState(stage.dispatcher, order, 'CLOSED');
    assert.equal(order.closeReason, 'CALLBACK_PASSED');
    assert.deepEqual(order.reviews.map((r) => `${r.round} ${r.level} ${r.decision}`), [
      '1 DEPARTMENT REJECT', '1 DEPARTMENT APPROVE', '1 HOTLINE APPROVE', '1 CALLBACK REJECT',
      '2 DEPARTMENT APPROVE', '2 HOTLINE APPROVE', '2 CALLBACK APPROVE',
    ]);
  });

  it('keeps a rating of every round', async () => {
    const { ratings } = await stage.supervisor.get(`/workOrders/${order.id}/ratings`);
    assert.deepEqual(ratings.map((r) => `${r.round} ${r.decision} ${r.resolved} ${r.satisfaction} ${r.basis}`), [
      '1 REJECT UNRESOLVED DISSATISFIED ASKED',
      '2 PASS RESOLVED VERY_SATISFIED ASKED',
    ]);
  });

  it('shows the citizen its state by number and extraction code', async () => {
    const query = { number: order.number, extractionCode };
    const shown = await stage.anyone.post('/public/workOrders:query', query);
    assert.equal(shown.state, 'CLOSED');
    assert.equal(shown.stateName, '办结');
    assert.match(shown.answer, /房产评估/);
    assert.ok(!JSON.stringify(shown).includes(stage.handler.user.name));
    const wrong = await expectProblem(stage.anyone.post('/public/workOrders:query', { ...query, extractionCode: 'WRONG9' }), undefined, 404);
    const unknown = await expectProblem(stage.anyone.post('/public/workOrders:query', { ...query, number: '20200101999999' }), undefined, 404);
    assert.equal(wrong.reason, unknown.reason);
    assert.equal(wrong.detail, unknown.detail);
  });

  it('has a complete history, in order, chained', async () => {
    const { events } = await stage.auditor.get(`/workOrders/${order.id}/events`);
    assert.deepEqual(byPeople(events).map((event) => event.type.replace('work_order.', '')), [
      'registered', 'dispatched', 'signed_in', 'assigned', 'co_handling_reported', 'feedback_submitted', 'department_reviewed',
      'feedback_submitted', 'department_reviewed', 'hotline_reviewed', 'rework_ordered', 'signed_in', 'feedback_submitted',
      'department_reviewed', 'hotline_reviewed', 'closed',
    ]);
    assert.deepEqual(events.map((event) => Number(event.revision)), events.map((_, i) => i + 1));
    assert.equal(new Set(events.map((event) => event.hash)).size, events.length);
    assert.ok(byPeople(events).every((event, i, all) => i === 0 || event.occurTime >= all[i - 1].occurTime));
    assert.ok(events.every((event) => event.typeName && event.actorName && event.hash.length === 64));
  });

  it('takes no further command once closed', async () => {
    await expectProblem(stage.dispatcher.command(order, 'dispatch', { departmentId: stage.departments.CIVIL_DIVISION.id }), 'WRONG_STATE', 400);
    await expectProblem(feedback(stage.handler), 'WRONG_STATE');
  });

  it('is verified by the command, which finds a quiet change', async () => {
    const { events } = await stage.auditor.get(`/workOrders/${order.id}/events`);
    const { revision } = events.find((event) => event.type === 'work_order.department_reviewed');
    const report = await stage.system.hotline('verify', 'history');
    assert.match(report, /workorder: \d+ events in \d+ histories, 0 broken/);
    const change = (from, to) => stage.system.sql(
      `SET session_replication_role = replica; UPDATE workorder.event SET actor_name = '${to}' ` +
      `WHERE stream_id = '${order.id}' AND revision = ${revision} AND actor_name = '${from}'`);
    await change(stage.reviewer.user.name, '他人');
    const failed = await assert.rejects(stage.system.hotline('verify', 'history'), (error) => {
      assert.equal(error.code, 1);
      assert.match(error.stdout, new RegExp(`${order.id} revision ${revision}`));
      return true;
    });
    assert.equal(failed, undefined);
    await change('他人', stage.reviewer.user.name);
    await stage.system.hotline('verify', 'history');
  });

  function feedback(who, content = '经查，被执行人名下有房产一套，已查封，正在评估。') {
    return who.command(order, 'submitFeedback', { channel: 'PHONE', content });
  }
});
