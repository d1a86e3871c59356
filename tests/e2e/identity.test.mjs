// Users, roles, sessions, lockout and API keys, as administrators and attackers see them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client, expectProblem } from './lib/client.mjs';
import { hire, register, request, signInAll, useSystem } from './lib/cast.mjs';

describe('identity', () => {
  const stage = useSystem();
  const login = (account, password = stage.system.password) => Client.login(stage.system.url, account, password);

  it('gives one refusal for a wrong password, an unknown and a disabled account', async () => {
    const leaver = await hire(stage, 'leaver', { roles: ['agent'] });
    await stage.admin.post(`/users/${leaver.user.id}:disable`);
    const refusals = [];
    for (const [account, password] of [['agent', 'wrong-password'], ['nobody', 'wrong-password'], ['leaver', leaver.password]]) {
      refusals.push(await expectProblem(login(account, password), 'INVALID_CREDENTIALS', 401));
    }
    assert.equal(new Set(refusals.map((one) => one.detail)).size, 1);
    await expectProblem(leaver.get('/me'), 'INVALID_TOKEN', 401); // The session ended with the account.
  });

  it('locks a name after repeated failures, for a time, whether it exists or not', async () => {
    for (const account of ['auditor', 'ghost']) {
      let locked;
      for (let i = 0; i < 30 && !locked; ++i) {
        const { reason } = await expectProblem(login(account, `wrong-${i}`));
        locked = reason === 'ACCOUNT_LOCKED';
        if (!locked) assert.equal(reason, 'INVALID_CREDENTIALS');
      }
      assert.ok(locked, account);
    }
    await expectProblem(login('auditor'), 'ACCOUNT_LOCKED'); // The right password does not help now.
    await stage.system.advance({ minutes: 61 });
    await login('auditor');
  });

  it('is unlocked by an administrator', async () => {
    for (let i = 0; i < 30; ++i) {
      if ((await expectProblem(login('supervisor', `wrong-${i}`))).reason === 'ACCOUNT_LOCKED') break;
    }
    await stage.admin.post(`/users/${stage.supervisor.user.id}:unlock`);
    await login('supervisor');
  });

  it('makes a new user change the first password before anything else', async () => {
    const { user, initialPassword } = await stage.admin.post('/users', { account: 'newcomer', name: '新人', roleCodes: ['agent'] });
    assert.equal(user.mustChangePassword, true);
    const newcomer = await login('newcomer', initialPassword);
    await expectProblem(newcomer.get('/workOrders'), undefined, 403);
    for (const weak of ['short', 'newcomer', 'password', '11111111']) {
      await expectProblem(newcomer.post('/auth:changePassword', { oldPassword: initialPassword, newPassword: weak }), /^(PASSWORD_TOO|INVALID_INPUT$)/, 400);
    }
    await expectProblem(newcomer.post('/auth:changePassword', { oldPassword: 'guess', newPassword: 'a-good-one-2026' }), 'INVALID_CREDENTIALS');
    await newcomer.post('/auth:changePassword', { oldPassword: initialPassword, newPassword: 'a-good-one-2026' });
    await newcomer.get('/workOrders');
    await expectProblem(login('newcomer', initialPassword), 'INVALID_CREDENTIALS');
    await expectProblem(stage.admin.post('/users', { account: 'newcomer', name: '重名', roleCodes: [] }), undefined, 409);
  });

  it('has sessions that survive a restart, end on logout, revocation and idleness', async () => {
    const first = await login('agent');
    const second = await login('agent');
    await stage.system.restart();
    await first.get('/me');
    const { sessions } = await second.get('/sessions');
    assert.ok(sessions.length >= 2);
    assert.equal(sessions.filter((one) => one.current).length, 1);
    await first.post('/auth:logout');
    await expectProblem(first.get('/me'), 'INVALID_TOKEN', 401);
    const current = sessions.find((one) => one.current);
    await expectProblem(stage.handler.post(`/sessions/${current.id}:revoke`), undefined, 404); // Not one's own.
    await stage.admin.post(`/sessions/${current.id}:revoke`);
    await expectProblem(second.get('/me'), 'INVALID_TOKEN', 401);
    const idle = await login('agent');
    await stage.system.advance({ hours: 3 });
    await expectProblem(idle.get('/me'), 'INVALID_TOKEN', 401);
    // The portal signs in again while it still sends the old token.
    const { accessToken } = await idle.post('/auth:login', { account: 'agent', password: stage.system.password });
    assert.ok(accessToken);
    Object.assign(stage, await signInAll(stage.system));
  });

  it('lets role changes hold at once, and keeps duties apart', async () => {
    const clerk = await hire(stage, 'clerk', { roles: ['agent'] });
    await register(clerk);
    await stage.admin.post(`/users/${clerk.user.id}:setRoles`, { roleCodes: ['callback_agent'] });
    await expectProblem(clerk.post('/workOrders', request()), 'PERMISSION_MISSING', 403);
    await clerk.get('/callbackTasks');
    for (const roleCodes of [['administrator', 'agent'], ['auditor', 'dispatcher']]) {
      await expectProblem(stage.admin.post(`/users/${clerk.user.id}:setRoles`, { roleCodes }), 'ROLES_CONFLICT');
    }
    await expectProblem(stage.admin.post('/roles', { code: 'reader', name: '查询员', permissions: [] }), 'ROOT_COURT_ONLY', 403);
    const root = await login('gd_admin'); // Of the court above.
    const role = await root.post('/roles', { code: 'reader', name: '查询员', permissions: ['workorder.read.court'] });
    await stage.admin.post(`/users/${clerk.user.id}:setRoles`, { roleCodes: ['reader'] });
    await clerk.get('/workOrders');
    await expectProblem(root.delete(`/roles/${role.id}`), undefined, 400); // Somebody holds it.
    await root.patch(`/roles/${role.id}`, { permissions: ['workorder.search'] });
    await expectProblem(clerk.get('/workOrders'), 'PERMISSION_MISSING', 403);
    await stage.admin.post(`/users/${clerk.user.id}:setRoles`, { roleCodes: [] });
    await root.delete(`/roles/${role.id}`);
    await expectProblem(stage.admin.get(`/roles/${role.id}`), undefined, 404);
  });

  it('keeps courts and departments', async () => {
    const court = await stage.admin.post('/courts', { code: '粤0399', name: '测试区人民法院' });
    assert.ok(court.path.startsWith(stage.court.path) && court.path.endsWith('/'));
    await expectProblem(stage.admin.post('/courts', { code: '粤0399', name: '重复' }), undefined, 409);
    const renamed = await stage.admin.patch(`/courts/${court.id}`, { name: '示范区人民法院' });
    assert.equal(renamed.name, '示范区人民法院');
    const office = await stage.admin.post('/departments', { courtId: court.id, code: 'hotline', name: '热线办', kind: 'HOTLINE_OFFICE' });
    assert.equal(office.courtId, court.id);
    const local = await hire(stage, 'local.agent', { roles: ['agent'], department: office });
    assert.equal(local.user.courtId, court.id);
    const { courts } = await local.get('/courts');
    assert.deepEqual(courts.map((one) => one.id), [court.id]); // Not the court above.
    await expectProblem(local.get(`/courts/${stage.court.id}`), undefined, 404);
    const { members } = await local.get(`/departments/${office.id}/members`);
    assert.deepEqual(members.map((one) => one.id), [local.user.id]);
    await expectProblem(stage.admin.post(`/departments/${office.id}:disable`), undefined, 400); // Has users.
    const order = await register(local);
    assert.equal(order.courtId, court.id);
    await stage.agent.order(order); // The court above sees it.
    await expectProblem(local.order(await register(stage.agent)), undefined, 404);
  });

  it('lets an administrator manage only the own court and those below', async () => {
    const court = await stage.admin.post('/courts', { code: '粤0398', name: '另一区人民法院' });
    const local = await hire(stage, 'local.admin', { roles: ['administrator'], court });
    await expectProblem(local.get(`/users/${stage.agent.user.id}`), undefined, 404);
    await expectProblem(local.post(`/users/${stage.agent.user.id}:resetPassword`), undefined, 404);
    await expectProblem(local.post('/users', { account: 'intruder', name: '越权', courtId: stage.court.id, roleCodes: ['agent'] }), undefined, 404);
    await expectProblem(local.post('/roles', { code: 'mine', name: '自定', permissions: [] }), undefined, 403);
    const { users } = await local.get('/users', { pageSize: 200 });
    assert.ok(users.every((one) => one.courtId === court.id));
  });

  it('masks telephones and e-mail addresses of users, and resets passwords', async () => {
    const user = await hire(stage, 'forgetful', { roles: ['agent'] });
    const changed = await stage.admin.patch(`/users/${user.user.id}`, { phone: '13912345678' });
    assert.equal(changed.phone, '139****5678');
    assert.equal((await user.get('/me')).user.phone, '13912345678');
    await expectProblem(stage.admin.patch(`/users/${user.user.id}`, { email: 'a@b@c' }), 'INVALID_INPUT', 400);
    assert.equal((await stage.admin.patch(`/users/${user.user.id}`, { email: 'forgetful@court.test' })).email, 'f***@court.test');
    assert.equal((await user.get('/me')).user.email, 'forgetful@court.test');
    const { initialPassword } = await stage.admin.post(`/users/${user.user.id}:resetPassword`);
    await expectProblem(user.get('/me'), 'INVALID_TOKEN', 401);
    await expectProblem(login('forgetful', user.password), 'INVALID_CREDENTIALS');
    await login('forgetful', initialPassword);
  });

  it('lets machines in by API key, within its scopes, until revoked', async () => {
    const { apiKey, secret } = await stage.admin.post('/apiKeys', {
      name: '语音平台', scopes: ['workorder.register', 'workorder.read.court'], expireTime: stage.system.in({ days: 30 }),
    });
    const machine = new Client(stage.system.url, { Authorization: `Bearer ${secret}` });
    const order = await register(machine, { channel: 'PHONE' });
    assert.equal(order.createdById, apiKey.id);
    await machine.order(order);
    await expectProblem(machine.command(order, 'cancel', { reason: '测试' }), 'PERMISSION_MISSING', 403);
    await expectProblem(stage.admin.post('/apiKeys', { name: '越权', scopes: ['identity.manage'] }), 'SCOPE_NOT_ALLOWED', 400);
    await expectProblem(stage.admin.post('/apiKeys', { name: '未知', scopes: ['no.such'] }), 'UNKNOWN_PERMISSION', 400);
    assert.ok(!JSON.stringify(await stage.admin.get(`/apiKeys/${apiKey.id}`)).includes(secret.slice(-20)));
    await stage.admin.post(`/apiKeys/${apiKey.id}:revoke`);
    await expectProblem(machine.order(order), 'INVALID_TOKEN', 401);
  });

  it('shows the auditor all and lets change nothing', async () => {
    for (const path of ['/users', '/roles', '/permissions', '/apiKeys', '/workOrders', '/callbackTasks']) await stage.auditor.get(path);
    await expectProblem(stage.auditor.post(`/users/${stage.agent.user.id}:disable`), 'PERMISSION_MISSING', 403);
    await expectProblem(stage.auditor.post('/workOrders', request()), 'PERMISSION_MISSING', 403);
    await expectProblem(stage.admin.get('/workOrders'), 'PERMISSION_MISSING', 403); // 三权分立
  });
});
