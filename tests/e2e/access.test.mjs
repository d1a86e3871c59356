// The access matrix: every method × every role × own department, other department, other court, and nobody at all. What is
// expected follows from the annotations (as the OpenAPI document tells them) and from data scope, not from the implementation.
//
// Commands carry a stale etag, so that whoever passes both gates is stopped there and changes nothing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client } from './lib/client.mjs';
import { hire, inCallback, dispatched, noticeOf, taskOf, untilState, useSystem } from './lib/cast.mjs';
import { Api } from './lib/openapi.mjs';

const roles = ['administrator', 'agent', 'dispatcher', 'handler', 'department_reviewer', 'callback_agent', 'supervisor', 'auditor'];
const places = ['own department', 'other department', 'other court'];
const openToAll = ['identity.login', 'workorder.queryPublic', 'workorder.urgePublic'];

describe('the access matrix', () => {
  const stage = useSystem();
  const callers = []; // {name, role, place, client, permissions}
  const targets = {}; // Resource → {id, visible(caller)}; and another order
  let api;

  it('has a caller for each role and place', async () => {
    const bureau = { id: stage.handler.user.departmentId };
    const court = await stage.admin.post('/courts', { code: '粤0396', name: '邻区人民法院' });
    const away = await stage.admin.post('/departments', { courtId: court.id, code: 'bureau', name: '执行局', kind: 'ENFORCEMENT_BUREAU' });
    const departments = { 'own department': bureau, 'other department': stage.departments.COMMERCIAL_DIVISION, 'other court': away };
    for (const role of roles) {
      for (const place of places) {
        const account = `${role}.${place.replace(' ', '.')}`.slice(0, 32);
        const client = await hire(stage, account, { roles: [role], department: departments[place] });
        callers.push({ name: `${role}, ${place}`, role, place, client, permissions: client.permissions });
      }
    }
    callers.push({ name: 'nobody', role: 'nobody', place: '', client: new Client(stage.system.url), permissions: [] });
    const { roles: stored } = await stage.admin.get('/roles');
    for (const caller of callers.slice(0, -1)) {
      assert.deepEqual([...caller.permissions].sort(), [...stored.find((one) => one.code === caller.role).permissions].sort(), caller.name);
    }
  });

  it('has a target of each kind', async () => {
    api = await Api.of(stage.anyone);
    const has = (caller, ...permissions) => permissions.some((one) => caller.permissions.includes(one));
    const inCourt = (caller) => caller.place === 'own department' || caller.place === 'other department';
    const seesOrder = (caller) =>
      (has(caller, 'workorder.read.court') && inCourt(caller)) || (has(caller, 'workorder.read.department') && caller.place === 'own department');
    const file = await stage.agent.upload('证据.txt', Buffer.from('证据'), 'text/plain');
    const order = await dispatched(stage, { attachmentIds: [file.id] });
    const task = await taskOf(stage.callback, await inCallback(stage));
    const rated = await ratedOrder();
    targets.other = await dispatched(stage);
    const spare = await stage.admin.post('/users', { account: 'spare', name: '备用', roleCodes: [] });
    const { apiKey } = await stage.admin.post('/apiKeys', { name: '备用', scopes: ['workorder.register'] });
    const root = await Client.login(stage.system.url, 'gd_admin', stage.system.password);
    const notice = await noticeOf(stage.handler, order);
    const rule = await stage.admin.post('/notificationRules', {
      name: '备用', eventType: 'work_order.signed_in', audience: 'DISPATCHERS', template: 'dispatched',
    });
    const { endpoint } = await stage.admin.post('/webhookEndpoints', {
      name: '备用', url: 'https://receiver.invalid/', eventTypes: ['work_order.canceled'],
    });
    const delivery = await stage.admin.post(`/webhookEndpoints/${endpoint.id}:test`);
    const clock = await clockOf(order);
    const policy = await stage.supervisor.post('/deadlinePolicies', {
      kind: 'CALLBACK', type: 'PRAISE', budget: { unit: 'WORKING_DAYS', amount: 5 }, ladder: [{ action: 'REMIND', percentOfBudget: 50 }],
    });
    const role = await root.post('/roles', { code: 'spare', name: '备用', permissions: ['workorder.search'] });
    Object.assign(targets, {
      workOrders: { id: order.id, visible: seesOrder },
      ratings: {
        id: rated.id,
        visible: (caller) => (inCourt(caller) && has(caller, 'callback.read', 'callback.work', 'setaside.decide', 'workorder.read.court')) ||
          caller.place === 'own department',
      },
      attachments: { id: file.id, visible: seesOrder },
      callbackTasks: { id: task.id, visible: inCourt },
      courts: { id: stage.court.id, visible: inCourt },
      calendars: { id: stage.court.id, visible: inCourt },
      departments: { id: stage.departments.POLITICAL_DEPARTMENT.id, visible: inCourt },
      users: { id: spare.user.id, visible: inCourt },
      apiKeys: { id: apiKey.id, visible: inCourt },
      sessions: { visible: (caller) => has(caller, 'identity.manage') && inCourt(caller) },
      roles: { id: role.id, visible: () => true }, // Roles hold for all courts.
      clocks: { id: clock.id, visible: seesOrder },
      deadlinePolicies: { id: policy.id, visible: inCourt },
      notices: { id: notice.id, visible: (caller) => caller.place === 'own department' },
      webhookEndpoints: { id: endpoint.id, visible: inCourt },
      deliveries: { id: delivery.id, visible: inCourt },
      notificationRules: { id: rule.id, visible: () => true }, // Courts below see what holds for them, too.
    });
    for (const operation of api.operations.filter((one) => one.path.includes('{id}'))) {
      assert.ok(targetOf(operation), `no target for ${operation.path}`);
    }
  });

  it('holds for every method and caller', async () => {
    const wrong = [];
    let tried = 0;
    for (const operation of api.operations) {
      for (const caller of callers) {
        if (caller.role === 'nobody' && openToAll.includes(operation.id)) continue;
        const expected = expectation(operation, caller);
        const seen = await attempt(operation, caller);
        ++tried;
        if (seen.outcome !== expected) wrong.push({ method: operation.id, caller: caller.name, expected, seen: seen.outcome, answer: seen.answer });
      }
    }
    if (wrong.length) console.table(wrong);
    assert.equal(wrong.length, 0, `${wrong.length} of ${tried} differ: ${JSON.stringify(wrong.slice(0, 10), null, 1)}`);
    assert.ok(tried > 1000, `only ${tried}`);
  });

  it('opens nothing to nobody but what is meant to be', () => {
    assert.deepEqual(api.operations.filter((one) => one.access.anyone).map((one) => one.id).sort(), [...openToAll].sort());
  });

  it('shows no method that is only for services', () => {
    const names = api.operations.map((one) => one.id);
    for (const name of ['concludeCallback', 'setDueTimes', 'applyTimerEffects', 'getForService', 'pullEvents', 'authenticate', 'resolveUser']) {
      assert.ok(!names.some((one) => one.endsWith(`.${name}`)), name);
    }
  });

  function expectation({ access, path, id }, caller) {
    if (access.anyone) return 'PASSES';
    if (caller.role === 'nobody') return 'SIGN_IN_REQUIRED';
    if (access.anyOf && !access.anyOf.some((one) => caller.permissions.includes(one))) return 'PERMISSION_MISSING';
    if (path.includes('{id}') && !targetOf({ path, id }).visible(caller)) return 'NOT_FOUND';
    return 'PASSES';
  }

  async function attempt(operation, caller) {
    let { client } = caller;
    if (operation.id === 'identity.logout' && caller.role !== 'nobody') client = await Client.login(client.url, caller.client.user.account, caller.client.password);
    const id = operation.id === 'identity.revokeSession' ? await freshSession() : targetOf(operation)?.id;
    const path = operation.path.replace('{id}', id);
    const stop = new AbortController();
    const options = { headers: { ...(operation.hasEtag ? { 'If-Match': '"stale"' } : {}) }, signal: stop.signal };
    if (operation.raw) options.raw = Buffer.from('文字');
    else options.body = bodyFor(operation);
    if (operation.stream) return streamed(client, path, stop);
    const { status, json } = await client.send(operation.verb, path, options);
    const answer = `${status} ${json?.reason ?? ''}`;
    if (['SIGN_IN_REQUIRED', 'PERMISSION_MISSING'].includes(json?.reason)) return { outcome: json.reason, answer };
    if (operation.id === 'callback.listRatings' && status === 200 && json.ratings.length === 0) return { outcome: 'NOT_FOUND', answer: '200, empty' };
    if (status === 404 && operation.path.includes('{id}')) return { outcome: 'NOT_FOUND', answer };
    // The example's old password, or its extraction code, is wrong.
    if (['INVALID_CREDENTIALS', 'ACCOUNT_LOCKED', 'QUERY_LOCKED'].includes(json?.reason)) return { outcome: 'PASSES', answer };
    if (status === 401 || status >= 500 || status === 429) return { outcome: 'UNEXPECTED', answer };
    return { outcome: 'PASSES', answer };
  }

  // Ids that exist, lest the order is not even looked at.
  function bodyFor(operation) {
    const body = api.exampleBody(operation);
    const known = { departmentId: targets.departments.id, handlerId: stage.handler.user.id, intoId: targets.other.id };
    for (const [name, id] of Object.entries(known)) if (body && name in body) body[name] = id;
    return body;
  }

  async function freshSession() {
    const { sessions } = await (await Client.login(stage.system.url, 'agent', stage.system.password)).get('/sessions');
    return sessions.find((one) => one.current).id;
  }

  async function clockOf(order) {
    for (let tick = 0; tick < 500; ++tick) {
      const { clocks } = await stage.dispatcher.get('/clocks', { workOrderId: order.id });
      if (clocks.length) return clocks[0];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no clock of ${order.number}`);
  }

  async function ratedOrder() {
    const order = await inCallback(stage);
    const task = await taskOf(stage.callback, order);
    await stage.callback.task(task, 'claim');
    await stage.callback.task(task, 'recordAttempt', { outcome: 'REACHED' });
    await stage.callback.task(task, 'complete', { decision: 'PASS', resolved: 'UNRESOLVED', satisfaction: 'DISSATISFIED' });
    return untilState(stage.dispatcher, order, 'CLOSED');
  }

  function targetOf({ path, id }) {
    return /Ratings$|SetAside$/.test(id) ? targets.ratings : targets[path.split('/')[3]];
  }

  async function streamed(client, path, stop) {
    const response = await fetch(client.url + path, { headers: client.headers, signal: stop.signal });
    const reason = response.ok ? '' : (await response.json()).reason;
    stop.abort();
    return { outcome: reason || 'PASSES', answer: `${response.status} ${reason}` };
  }
});
