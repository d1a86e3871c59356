// Nobody sees what they may not: masking, purpose-bound reading, secrecy, anonymity, complaints.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { byPeople, dispatched, hire, idNumber, inProgress, phone, register, useSystem } from './lib/cast.mjs';

describe('privacy', () => {
  const stage = useSystem();
  const citizen = { name: '欧阳建国', phone: phone(), idNumber: idNumber(77) };

  it('masks the citizen for everybody, the registering agent included', async () => {
    const order = await dispatched(stage, { requester: citizen });
    for (const reader of [stage.agent, stage.dispatcher, stage.handler, stage.supervisor, stage.auditor]) {
      const { requester, masked } = await reader.order(order);
      assert.equal(masked, true);
      assert.equal(requester.name, '欧阳某某');
      assert.equal(requester.phone, `${citizen.phone.slice(0, 3)}****${citizen.phone.slice(-4)}`);
      assert.equal(requester.idNumber, `${citizen.idNumber.slice(0, 6)}********${citizen.idNumber.slice(-4)}`);
    }
  });

  it('reveals for a stated purpose only, and records who read', async () => {
    const order = await dispatched(stage, { requester: citizen });
    await expectProblem(stage.handler.command(order, 'reveal', {}), 'INVALID_INPUT', 400);
    const { requester, masked } = await stage.handler.command(order, 'reveal', { reason: '致电当事人核实' });
    assert.deepEqual({ name: requester.name, phone: requester.phone, idNumber: requester.idNumber }, citizen);
    assert.ok(!masked);
    await expectProblem(stage.auditor.command(order, 'reveal', { reason: '好奇' }), 'PERMISSION_MISSING', 403);
    const { events } = await stage.auditor.get(`/workOrders/${order.id}/events`);
    const reading = byPeople(events).at(-1);
    assert.equal(reading.type, 'work_order.revealed');
    assert.equal(reading.actorId, stage.handler.user.id);
    assert.equal(JSON.parse(reading.payload).reason, '致电当事人核实');
  });

  it('finds a citizen by telephone or ID number, which never stand in a URL', async () => {
    const requester = { name: '赵敏', phone: phone(), idNumber: idNumber(78) };
    const order = await register(stage.agent, { requester });
    for (const by of [{ phone: requester.phone }, { phone: `+86 ${requester.phone.slice(0, 3)}-${requester.phone.slice(3)}` }, { idNumber: requester.idNumber }]) {
      const { workOrders } = await stage.agent.post('/workOrders:search', by);
      assert.deepEqual(workOrders.map((one) => one.id), [order.id]);
      assert.equal(workOrders[0].requester.name, '赵某');
    }
    await expectProblem(stage.agent.get('/workOrders', { phone: requester.phone }), 'INVALID_INPUT', 400);
    await expectProblem(stage.handler.post('/workOrders:search', { phone: requester.phone }), 'PERMISSION_MISSING', 403);
  });

  it('keeps a confidential citizen from the departments altogether', async () => {
    const order = await inProgress(stage, { requester: { ...citizen, confidential: true } });
    const { requester } = await stage.handler.order(order);
    assert.deepEqual([requester.name, requester.phone, requester.idNumber], ['', '', '']);
    await expectProblem(stage.handler.command(order, 'reveal', { reason: '致电当事人核实' }), 'CONFIDENTIAL', 403);
    const revealed = await stage.dispatcher.command(order, 'reveal', { reason: '核对登记信息' });
    assert.equal(revealed.requester.name, citizen.name);
  });

  it('takes an anonymous request without name and telephone', async () => {
    const order = await register(stage.agent, { requester: { name: '', phone: '', anonymous: true }, type: 'SITUATION_REPORT' });
    assert.equal(order.requester.anonymous, true);
    assert.equal(order.requester.name, '');
    await expectProblem(register(stage.agent, { requester: { name: '', phone: '' } }), 'INVALID_INPUT', 400);
  });

  it('never shows a complaint to the unit complained about', async () => {
    const bureau = { id: stage.handler.user.departmentId };
    const order = await register(stage.agent, { type: 'COMPLAINT', title: '投诉执行人员态度', respondent: { departmentId: bureau.id } });
    const toBureau = stage.dispatcher.command(order, 'dispatch', { departmentId: bureau.id });
    await expectProblem(toBureau, 'RESPONDENT_MAY_NOT_HANDLE');
    await expectProblem(stage.dispatcher.command(order, 'dispatch', { departmentId: stage.departments.CIVIL_DIVISION.id }), 'WRONG_ROUTE');
    await stage.dispatcher.command(order, 'dispatch', { departmentId: stage.departments.SUPERVISION_OFFICE.id });
    const chief = await hire(stage, 'bureau.chief', { roles: ['supervisor'], department: bureau });
    for (const reader of [stage.handler, stage.reviewer, chief]) {
      await expectProblem(reader.order(order), undefined, 404);
      await expectProblem(reader.get(`/workOrders/${order.id}/events`), undefined, 404);
      const { workOrders } = await reader.get('/workOrders', { pageSize: 200, orderBy: 'createTime desc' });
      assert.ok(!workOrders.some((one) => one.id === order.id));
    }
    await expectProblem(chief.command(order, 'addNote', { content: '看看' }), undefined, 404);
    assert.ok(await stage.supervisor.order(order));
  });

  it('never shows a complaint to the person complained about, whatever the rights', async () => {
    const { name } = stage.supervisor.user;
    const order = await register(stage.agent, { type: 'COMPLAINT', title: '投诉工作人员', respondent: { personName: name } });
    await expectProblem(stage.supervisor.order(order), undefined, 404);
    const counts = async (who) => Number((await who.get('/workOrders:countByState')).counts.PENDING_DISPATCH ?? 0);
    assert.equal((await counts(stage.dispatcher)) - (await counts(stage.supervisor)), 1);
    await stage.dispatcher.order(order);
  });

  it('leaves no personal data, passwords or tokens in the logs and in plain columns', async () => {
    const logs = stage.system.logs();
    const secrets = [citizen.name, citizen.phone, citizen.idNumber, stage.system.password, stage.agent.token];
    for (const secret of secrets) assert.ok(!logs.includes(secret), `in the log: ${secret}`);
    const rows = await stage.system.sql(`SELECT t::text FROM workorder.work_order t UNION ALL SELECT t::text FROM workorder.event t
      UNION ALL SELECT t::text FROM workorder.request t`);
    for (const secret of secrets.slice(0, 3)) assert.ok(!rows.includes(secret), `in the database: ${secret}`);
  });
});
