// What the hotline office does with an order before a department handles it, and what it takes back.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { dispatched, hire, idNumber, phone, register, request, useSystem } from './lib/cast.mjs';

describe('dispatching', () => {
  const stage = useSystem();

  it('answers at once, and tells the citizen', async () => {
    const order = await register(stage.agent, { type: 'LITIGATION_CONSULTATION', title: '咨询网上立案流程' });
    const closed = await stage.agent.command(order, 'answer', { answer: '可通过人民法院在线服务小程序提交。' });
    assert.equal(closed.state, 'CLOSED');
    assert.equal(closed.closeReason, 'ANSWERED_AT_ONCE');
    const shown = await stage.anyone.post('/public/workOrders:query', { number: order.number, extractionCode: order.extractionCode });
    assert.match(shown.answer, /人民法院在线服务/);
  });

  it('does not answer at once what a department has', async () => {
    const order = await dispatched(stage);
    await expectProblem(stage.agent.command(order, 'answer', { answer: '请耐心等待' }), 'WRONG_STATE');
  });

  it('cancels with a reason, before dispatch only', async () => {
    const order = await register(stage.agent);
    await expectProblem(stage.dispatcher.command(order, 'cancel', {}), 'INVALID_INPUT', 400);
    const canceled = await stage.dispatcher.command(order, 'cancel', { reason: '误登记' });
    assert.equal(canceled.state, 'CANCELED');
    await expectProblem(stage.dispatcher.command(await dispatched(stage), 'cancel', { reason: '误登记' }), 'WRONG_STATE');
  });

  it('returns: the department asks, the office takes it back', async () => {
    const order = await dispatched(stage);
    const asked = await stage.handler.command(order, 'requestReturn', {
      reason: '该案由民事庭审理',
      suggestedDepartmentId: stage.departments.CIVIL_DIVISION.id,
    });
    assert.equal(asked.state, 'DISPATCHED');
    assert.equal(asked.pending.kind, 'RETURN');
    assert.equal(asked.dispatchTime, order.dispatchTime); // The clock runs on.
    await expectProblem(stage.handler.command(order, 'requestReturn', { reason: '再次' }), 'APPLICATION_PENDING');
    await expectProblem(stage.dispatcher.command(order, 'decideExtension', { decision: 'APPROVE' }), /NOTHING_TO_DECIDE|WRONG_STATE/);
    const back = await stage.dispatcher.command(order, 'decideReturn', { decision: 'APPROVE', comment: '同意' });
    assert.equal(back.state, 'PENDING_DISPATCH');
    assert.equal(back.departmentId, '');
    assert.equal(back.returnCount, 1);
    assert.equal(back.pending, undefined);
  });

  it('sends a returned order on and designates: that unit may not return it', async () => {
    const order = await dispatched(stage);
    await stage.handler.command(order, 'requestReturn', { reason: '非本部门职责' });
    const civil = stage.departments.CIVIL_DIVISION;
    await expectProblem(
      stage.dispatcher.command(order, 'decideReturn', { decision: 'APPROVE', departmentId: order.departmentId }), 'SAME_DEPARTMENT');
    const sent = await stage.dispatcher.command(order, 'decideReturn', { decision: 'APPROVE', departmentId: civil.id, designate: true });
    assert.equal(sent.state, 'DISPATCHED');
    assert.equal(sent.departmentId, civil.id);
    assert.ok(sent.designated);
    await expectProblem(stage.handler.order(order), undefined, 404); // No longer theirs.
    const judge = await hire(stage, 'civil.judge', { roles: ['handler'], department: civil });
    await expectProblem(judge.command(order, 'requestReturn', { reason: '非本部门职责' }), 'RETURN_REFUSED_DESIGNATED');
    await judge.command(order, 'signIn');
    await expectProblem(judge.command(order, 'requestReturn', { reason: '非本部门职责' }), 'RETURN_REFUSED_DESIGNATED');
  });

  it('refuses a return and lets the same unit go on', async () => {
    const order = await dispatched(stage);
    await stage.handler.command(order, 'requestReturn', { reason: '非本部门职责' });
    const refused = await stage.supervisor.command(order, 'decideReturn', { decision: 'REJECT', comment: '属执行局职责', designate: true });
    assert.equal(refused.state, 'DISPATCHED');
    assert.ok(refused.designated);
    await stage.handler.command(order, 'signIn');
  });

  it('drops a return request when the unit signs in after all', async () => {
    const order = await dispatched(stage);
    await stage.handler.command(order, 'requestReturn', { reason: '非本部门职责' });
    const signed = await stage.handler.command(order, 'signIn');
    assert.equal(signed.pending, undefined);
    assert.equal(signed.applications[0].outcome, 'LAPSED');
  });

  it('finds what a registration repeats, and attaches it as an urge', async () => {
    const requester = { name: '王秀英', phone: phone(), idNumber: idNumber() };
    const first = await dispatched(stage, { requester });
    const again = request({ requester: { ...requester, name: '王女士' }, title: '询问执行案件进展', content: '第二次来电询问执行进展。' });
    const { duplicates } = await stage.agent.post('/workOrders:checkDuplicates', {
      requester: again.requester, caseNumber: again.caseNumber, title: again.title, content: again.content,
    });
    const found = duplicates.find((one) => one.id === first.id);
    assert.deepEqual([...found.same].filter((s) => s !== 'TEXT').sort(), ['CASE_NUMBER', 'ID_NUMBER', 'PHONE']);

    const attached = await stage.agent.post('/workOrders', { ...again, attachToId: first.id });
    assert.equal(attached.attached, true);
    assert.equal(attached.id, first.id);
    const seen = await stage.handler.order(first);
    assert.equal(seen.urgeCount, 1);
    assert.equal(seen.urges[0].source, 'CITIZEN');
    assert.ok(seen.notes.some((note) => note.content.includes('第二次来电')));

    const separate = await stage.agent.post('/workOrders', again); // The agent decides.
    assert.notEqual(separate.id, first.id);
    assert.ok(separate.duplicates.some((one) => one.id === first.id));
  });

  it('merges one order into another, once', async () => {
    const into = await dispatched(stage);
    const order = await register(stage.agent);
    await expectProblem(stage.dispatcher.command(order, 'merge', { intoId: order.id }), 'MERGE_WITH_ITSELF');
    const merged = await stage.dispatcher.command(order, 'merge', { intoId: into.id, comment: '同一事项' });
    assert.equal(merged.state, 'MERGED');
    assert.equal(merged.mergedIntoId, into.id);
    const received = await stage.dispatcher.order(into);
    assert.deepEqual(received.mergedIds, [order.id]);
    assert.equal(received.urgeCount, 1);
    const third = await register(stage.agent);
    await expectProblem(stage.dispatcher.command(third, 'merge', { intoId: order.id }), 'MERGE_INTO_CLOSED');
    await expectProblem(stage.dispatcher.command(order, 'merge', { intoId: into.id }), 'WRONG_STATE');
  });

  it('dispatches only to active departments of the same court', async () => {
    const order = await register(stage.agent);
    const nowhere = '0196f0e0-0000-7000-8000-00000000dead';
    await expectProblem(stage.dispatcher.command(order, 'dispatch', { departmentId: nowhere }), 'DEPARTMENT_UNKNOWN', 400);
    const closed = await stage.admin.post('/departments', { code: 'old-office', name: '已撤销部门' });
    await stage.admin.post(`/departments/${closed.id}:disable`);
    await expectProblem(stage.dispatcher.command(order, 'dispatch', { departmentId: closed.id }), 'DEPARTMENT_INACTIVE');
    const lead = stage.handler.user.departmentId;
    await expectProblem(
      stage.dispatcher.command(order, 'dispatch', { departmentId: lead, coDepartmentIds: [lead] }), 'LEAD_MAY_NOT_CO_HANDLE');
    assert.equal((await stage.dispatcher.order(order)).state, 'PENDING_DISPATCH'); // Nothing half-done.
  });
});
