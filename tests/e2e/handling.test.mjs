// What a department may ask for while it handles an order, and what others ask of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { dispatched, hire, inCallback, inHotlineReview, inProgress, useSystem } from './lib/cast.mjs';

describe('handling', () => {
  const stage = useSystem();
  const extension = { workingDays: 5, legalBasis: '《热线工单办理办法》第十二条', reason: '需等待评估机构出具报告' };

  it('extends on application, not longer than asked, and not twice', async () => {
    const order = await inProgress(stage);
    const asked = await stage.handler.command(order, 'requestExtension', extension);
    assert.equal(asked.pending.kind, 'EXTENSION');
    assert.equal(asked.pending.workingDays, 5);
    await expectProblem(stage.dispatcher.command(order, 'decideExtension', { decision: 'APPROVE', workingDays: 6 }), 'GRANT_TOO_LONG');
    const granted = await stage.dispatcher.command(order, 'decideExtension', { decision: 'APPROVE', workingDays: 3 });
    assert.equal(granted.extensionCount, 1);
    assert.equal(granted.applications[0].grantedWorkingDays, 3);
    await expectProblem(stage.handler.command(order, 'requestExtension', extension), 'EXTENSION_LIMIT');
  });

  it('refuses an extension, which may then be asked for again', async () => {
    const order = await inProgress(stage);
    await expectProblem(stage.handler.command(order, 'requestExtension', { ...extension, legalBasis: '' }), 'INVALID_INPUT', 400);
    await stage.handler.command(order, 'requestExtension', extension);
    await stage.supervisor.command(order, 'decideExtension', { decision: 'REJECT', comment: '理由不足' });
    await stage.handler.command(order, 'requestExtension', extension);
  });

  it('suspends for a listed reason on approval, and resumes', async () => {
    const order = await inProgress(stage);
    const { suspensionReasons } = await stage.handler.get('/workOrderTypes');
    const [{ code }] = suspensionReasons;
    await expectProblem(stage.handler.command(order, 'requestSuspension', { reasonCode: 'NO_SUCH', reason: '原因' }), undefined, 400);
    await stage.handler.command(order, 'requestSuspension', { reasonCode: code, reason: '等待当事人补交财产线索' });
    const suspended = await stage.dispatcher.command(order, 'decideSuspension', { decision: 'APPROVE' });
    assert.equal(suspended.state, 'SUSPENDED');
    await expectProblem(stage.handler.command(order, 'submitFeedback', { channel: 'WEB', content: '办结' }), 'WRONG_STATE');
    assert.equal((await stage.handler.command(order, 'resume', { comment: '材料已补齐' })).state, 'IN_PROGRESS');
  });

  it('goes on where a suspension is refused', async () => {
    const order = await inProgress(stage);
    await stage.handler.command(order, 'requestSuspension', { reasonCode: 'FORCE_MAJEURE', reason: '台风停工' });
    const refused = await stage.dispatcher.command(order, 'decideSuspension', { decision: 'REJECT', comment: '已复工' });
    assert.equal(refused.state, 'IN_PROGRESS');
    assert.equal(refused.pending, undefined);
  });

  it('is urged and supervised, and replies', async () => {
    const order = await inProgress(stage);
    let seen = await stage.agent.command(order, 'urge', { comment: '当事人再次来电' });
    seen = await stage.supervisor.command(order, 'urge', {});
    assert.equal(seen.urgeCount, 2);
    await expectProblem(stage.agent.command(order, 'urge', { source: 'TIMER' }), 'SERVICES_ONLY', 403);

    const deadline = stage.system.in({ days: 2 });
    await expectProblem(stage.supervisor.command(order, 'supervise', { requirement: '立即办理', deadline: stage.system.in({ hours: -1 }) }), 'DEADLINE_PASSED');
    seen = await stage.supervisor.command(order, 'supervise', { requirement: '两日内书面说明', deadline });
    const [supervision] = seen.supervisions;
    assert.ok(supervision.number);
    assert.equal(seen.supervisionCount, 1);
    await stage.supervisor.command(order, 'supervise', { requirement: '附查控清单', deadline });
    await expectProblem(stage.handler.command(order, 'replySupervision', { reply: '已说明' }), 'SUPERVISION_AMBIGUOUS');
    await stage.handler.command(order, 'replySupervision', { number: supervision.number, reply: '已书面说明' });
    await expectProblem(stage.handler.command(order, 'replySupervision', { number: supervision.number, reply: '再说明' }), 'SUPERVISION_REPLIED');
    seen = await stage.reviewer.command(order, 'replySupervision', { reply: '清单附后' });
    assert.ok(seen.supervisions.every((one) => one.replyTime));
    await expectProblem(stage.handler.command(order, 'replySupervision', { reply: '多余' }), 'NO_OPEN_SUPERVISION');
  });

  it('is only for the lead department, and only for handlers', async () => {
    const order = await dispatched(stage);
    const outsider = await hire(stage, 'outsider', { roles: ['handler'], department: stage.departments.COMMERCIAL_DIVISION });
    await expectProblem(outsider.command(order, 'signIn'), undefined, 404);
    await expectProblem(stage.reviewer.command(order, 'signIn'), 'PERMISSION_MISSING', 403);
    await stage.dispatcher.command(order, 'addCoHandler', { departmentId: stage.departments.COMMERCIAL_DIVISION.id, task: '核对账目' });
    await expectProblem(outsider.command(order, 'signIn'), 'NOT_YOUR_DEPARTMENT', 403); // Now seen, still not led.
    await expectProblem(stage.handler.command(order, 'reportCoHandling', { report: '代为反馈' }), 'NOT_YOUR_DEPARTMENT', 403);
    await outsider.command(order, 'reportCoHandling', { report: '账目无误' });
  });

  it('assigns only within the department, and only those who may handle', async () => {
    const order = await dispatched(stage);
    const assign = (handlerId) => stage.reviewer.command(order, 'assign', { handlerId });
    await expectProblem(assign(stage.dispatcher.user.id), 'NOT_OF_DEPARTMENT');
    await expectProblem(assign(stage.reviewer.user.id), 'MAY_NOT_HANDLE');
    const assigned = await assign(stage.handler.user.id);
    assert.equal(assigned.handlerId, stage.handler.user.id);
    assert.equal(assigned.state, 'DISPATCHED');
  });

  it('is never reviewed or called back by one who handled it', async () => {
    const both = await hire(stage, 'both', { roles: ['handler', 'department_reviewer'], department: { id: stage.handler.user.departmentId } });
    const order = await inProgress(stage);
    await both.command(order, 'submitFeedback', { channel: 'FAX', content: '已办结，材料随附' });
    await expectProblem(both.command(order, 'reviewByDepartment', { decision: 'APPROVE' }), 'HANDLED_BY_YOU', 403);
    await stage.reviewer.command(order, 'reviewByDepartment', { decision: 'APPROVE' });
  });

  it('goes back from the hotline office to the department', async () => {
    const order = await inHotlineReview(stage);
    await expectProblem(stage.dispatcher.command(order, 'reviewByHotline', { decision: 'REJECT' }), 'COMMENT_REQUIRED', 400);
    const back = await stage.dispatcher.command(order, 'reviewByHotline', { decision: 'REJECT', comment: '答非所问' });
    assert.equal(back.state, 'IN_PROGRESS');
    assert.equal(back.handlerId, stage.handler.user.id);
  });

  it('tells each reader what that reader may do now', async () => {
    const order = await inProgress(stage);
    const allowed = async (who) => (await who.order(order)).allowedCommands;
    const handler = await allowed(stage.handler);
    for (const command of ['submitFeedback', 'requestExtension', 'assign']) assert.ok(handler.includes(command), command);
    for (const command of ['dispatch', 'reviewByHotline', 'supervise']) assert.ok(!handler.includes(command), command);
    assert.deepEqual(await allowed(stage.auditor), []);
    const done = await inCallback(stage);
    assert.ok(!(await allowed(stage.handler)).includes('dispatch'));
    assert.ok(!(await stage.dispatcher.order(done)).allowedCommands.includes('cancel'));
  });
});
