// Requests that may be repeated, versions that may be stale, and refusals that have one form.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { checkProblem, Client, expectProblem } from './lib/client.mjs';
import { register, request, useSystem } from './lib/cast.mjs';

describe('requests', () => {
  const stage = useSystem();
  const key = () => ({ 'Idempotency-Key': randomUUID() });

  it('gives the first answer to a repeated registration, the extraction code included', async () => {
    const body = request();
    const once = key();
    const first = await stage.agent.send('POST', '/workOrders', { body, headers: once });
    const again = await stage.agent.send('POST', '/workOrders', { body, headers: once });
    assert.equal(first.status, 201);
    assert.equal(again.status, 201);
    assert.deepEqual(again.json, first.json);
    const { workOrders } = await stage.agent.post('/workOrders:search', { phone: body.requester.phone });
    assert.equal(workOrders.length, 1);
  });

  it('gives one order for a registration sent 16 times at once', async () => {
    const body = request();
    const once = key();
    const replies = await Promise.all(Array.from({ length: 16 }, () => stage.agent.post('/workOrders', body, once)));
    assert.equal(new Set(replies.map((reply) => reply.id)).size, 1);
    assert.equal(new Set(replies.map((reply) => reply.extractionCode)).size, 1);
  });

  it('refuses the key with another body, and keeps callers and methods apart', async () => {
    const once = key();
    const order = await stage.agent.post('/workOrders', request(), once);
    await expectProblem(stage.agent.post('/workOrders', request(), once), 'REQUEST_ID_REUSED', 422);
    const { count } = { count: (await stage.dispatcher.get('/workOrders', { pageSize: 200 })).workOrders.length };
    await stage.agent.command(order, 'addNote', { content: '同一键，另一方法' }, once);
    await stage.dispatcher.command(order, 'addNote', { content: '同一键，另一人' }, once);
    assert.equal((await stage.dispatcher.get('/workOrders', { pageSize: 200 })).workOrders.length, count);
    assert.equal((await stage.agent.order(order)).notes.length, 2);
  });

  it('keeps no refusal: the key may be used again once the request is right', async () => {
    const order = await register(stage.agent);
    const once = key();
    await expectProblem(stage.dispatcher.command(order, 'cancel', {}, once), 'INVALID_INPUT');
    await stage.dispatcher.command(order, 'cancel', { reason: '误登记' }, once);
    await stage.dispatcher.command(order, 'cancel', { reason: '误登记' }, once); // The first answer, not WRONG_STATE.
  });

  it('repeats an answer after a restart', async () => {
    const once = key();
    const body = request();
    const first = await stage.agent.post('/workOrders', body, once);
    await stage.system.restart();
    assert.deepEqual(await stage.agent.post('/workOrders', body, once), first);
  });

  it('refuses a stale version and leaves the order as it was', async () => {
    const order = await register(stage.agent);
    const read = await stage.agent.send('GET', `/workOrders/${order.id}`);
    const etag = read.headers.get('etag');
    assert.match(etag, /^"[^"]+"$/);
    await stage.agent.command(order, 'addNote', { content: '先到' }, { 'If-Match': etag });
    const late = await stage.agent.send('POST', `/workOrders/${order.id}:addNote`, { body: { content: '后到' }, headers: { 'If-Match': etag } });
    checkProblem(late, 'ETAG_MISMATCH', 412);
    assert.equal((await stage.agent.order(order)).notes.length, 1);
    await expectProblem(stage.agent.command(order, 'addNote', { content: '正文中的版本', etag: etag.replaceAll('"', '') }), 'ETAG_MISMATCH', 412);
    await stage.agent.command(order, 'addNote', { content: '不问版本' }, { 'If-Match': '*' });
  });

  it('answers 304 to one who has the present version', async () => {
    const order = await register(stage.agent);
    const get = (etag) => stage.agent.send('GET', `/workOrders/${order.id}`, { headers: { 'If-None-Match': etag } });
    const { headers } = await get('"0"');
    const etag = headers.get('etag');
    const unchanged = await get(etag);
    assert.equal(unchanged.status, 304);
    assert.equal(unchanged.bytes.length, 0);
    await stage.agent.command(order, 'addNote', { content: '变了' });
    assert.equal((await get(etag)).status, 200);
  });

  it('refuses in Chinese, and in English on request, with every violation at once', async () => {
    const bad = { requester: { phone: '12', idNumber: '440305198503120012' }, channel: 'PIGEON', type: '', title: 'x'.repeat(200), nonsense: 1 };
    const send = (language) => stage.agent.send('POST', '/workOrders', { body: bad, headers: language ? { 'Accept-Language': language } : {} });
    const chinese = checkProblem(await send(), 'INVALID_INPUT', 400);
    const english = checkProblem(await send('en-GB,en;q=0.9'), 'INVALID_INPUT', 400);
    assert.match(chinese.detail, /\p{Script=Han}/u);
    assert.match(english.detail, /^[\x20-\x7e]+$/);
    const fields = chinese.violations.map((one) => `${one.field} ${one.reason}`);
    for (const expected of ['channel UNKNOWN_VALUE', 'nonsense UNKNOWN_FIELD']) assert.ok(fields.includes(expected), fields.join());
    const shaped = { ...bad, channel: 'PHONE' };
    delete shaped.nonsense;
    const { violations } = await expectProblem(stage.agent.post('/workOrders', shaped), 'INVALID_INPUT', 400);
    const named = Object.fromEntries(violations.map((one) => [one.field, one.reason]));
    assert.deepEqual(named, {
      'requester.phone': 'FORMAT', 'requester.idNumber': 'FORMAT', type: 'REQUIRED', title: 'TOO_LONG', content: 'REQUIRED',
    });
    assert.ok(violations.every((one) => one.detail));
  });

  it('says who must sign in, and who may not', async () => {
    const nobody = await stage.anyone.send('GET', '/workOrders');
    checkProblem(nobody, 'SIGN_IN_REQUIRED', 401);
    assert.match(nobody.headers.get('www-authenticate'), /^Bearer/);
    await expectProblem(stage.handler.post('/workOrders', request()), 'PERMISSION_MISSING', 403);
    const unknown = await stage.agent.send('GET', '/nothing/here');
    checkProblem(unknown, 'ROUTE_NOT_FOUND', 404);
  });

  it('carries one trace id through answer and log, and notes that of the client', async () => {
    const outer = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${outer}-00f067aa0ba902b7-01` };
    const refused = await stage.agent.send('GET', '/workOrders/0196f0e0-0000-7000-8000-00000000dead', { headers });
    const { traceId } = checkProblem(refused, undefined, 404);
    assert.equal(refused.headers.get('x-trace-id'), traceId);
    const line = () => stage.system.logs().split('\n').find((one) => one.includes(traceId) && one.includes(outer));
    for (let tick = 0; tick < 100 && !line(); ++tick) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(line());
  });

  it('publishes what it can do', async () => {
    const openapi = await new Client(stage.system.url).get('/openapi.json');
    assert.match(openapi.openapi, /^3\.1/);
    for (const path of ['/api/v1/workOrders', '/api/v1/workOrders/{id}:dispatch', '/api/v1/callbackTasks/{id}:complete', '/api/v1/auth:login']) {
      assert.ok(openapi.paths[path], path);
    }
    assert.equal((await fetch(`${stage.system.url}/livez`)).status, 200);
    assert.equal((await fetch(`${stage.system.url}/readyz`)).status, 200);
  });
});
