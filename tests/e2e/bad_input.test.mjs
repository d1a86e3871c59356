// Whatever is sent, the answer is a problem document, nothing is half-done and nothing is told that should not be.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { checkProblem, Client, expectProblem } from './lib/client.mjs';
import { dispatched, register, request, useSystem } from './lib/cast.mjs';
import { Api, withValue } from './lib/openapi.mjs';

describe('bad input', () => {
  const stage = useSystem();
  const send = (raw, headers = {}) => stage.agent.send('POST', '/workOrders', { raw, headers: { 'Content-Type': 'application/json', ...headers } });
  const count = async () => Number(await stage.system.sql('SELECT count(*) FROM workorder.work_order'));

  it('refuses what is not JSON', async () => {
    const before = await count();
    const body = JSON.stringify(request());
    const malformed = [
      '{', '{}}', '[', 'null x', "{'title':1}", '{"title":"a",}', '{title:"a"}', 'NaN', '"', '{"a":01}', '{"a":+1}', '{"a":.5}',
      '{"a":1e}', '/* */{}', body.slice(0, -1), `${body}${body}`, `\uFEFF${body}`, `${body}\u0000`, '\u0000',
    ];
    for (const raw of malformed) checkProblem(await send(raw), 'MALFORMED_JSON', 400);
    for (const raw of ['[]', '"text"', '12', 'true', 'null']) checkProblem(await send(raw), /^(INVALID_INPUT|MALFORMED_JSON)$/, 400);
    for (const bytes of ['7b226122 3a22ff22 7d', '7b2261223a22c0af227d', '7b2261223a22eda080227d']) {
      checkProblem(await send(Buffer.from(bytes.replaceAll(' ', ''), 'hex')), undefined, 400); // Not UTF-8.
    }
    assert.equal(await count(), before);
  });

  it('refuses lone surrogates and control characters in texts', async () => {
    for (const escape of ['\\ud800', '\\udc00', '\\ud800\\ud800', '\\udfff\\ud800']) {
      const raw = JSON.stringify(request({ title: 'X' })).replace('"title":"X"', `"title":"询问${escape}进展"`);
      checkProblem(await send(raw), undefined, 400);
    }
    for (const character of ['\u0000', '\u0007', '\u001b', '\u007f']) {
      const { violations } = await expectProblem(register(stage.agent, { title: `询问${character}进展` }), 'INVALID_INPUT', 400);
      assert.deepEqual(violations.map((one) => `${one.field} ${one.reason}`), ['title CONTROL_CHARACTER']);
    }
    const astral = await register(stage.agent, { title: '𠮷田先生询问😀' }); // Rare characters of names are fine.
    assert.equal(astral.title, '𠮷田先生询问😀');
  });

  it('refuses deep nesting and sheer size quickly', async () => {
    const started = performance.now();
    for (const depth of [33, 1000, 60_000]) {
      checkProblem(await send('{"requester":'.repeat(depth) + '{}' + '}'.repeat(depth)), /^JSON_TOO_(DEEP|LARGE)$/, 400);
      checkProblem(await send(`{"attachmentIds":${'['.repeat(depth)}${']'.repeat(depth)}}`), /^JSON_TOO_(DEEP|LARGE)$/, 400);
    }
    checkProblem(await send(`{"attachmentIds":[${'"a",'.repeat(200_000)}"a"]}`), undefined, 400);
    const big = await send(JSON.stringify(request({ content: 'x'.repeat(2 << 20) }))).catch(() => null);
    if (big) checkProblem(big, 'BODY_TOO_LARGE', 413); // Or the connection ended while we were still writing.
    const login = await stage.anyone.send('POST', '/auth:login', { body: { account: 'agent', password: 'x'.repeat(5000) } });
    checkProblem(login, 'BODY_TOO_LARGE', 413); // A limit of its own.
    assert.ok(performance.now() - started < 30_000);
    await stage.agent.get('/me');
  });

  it('names unknown fields, wrong types and unknown values', async () => {
    const cases = [
      [{ nonsense: 1 }, 'nonsense UNKNOWN_FIELD'],
      [{ case_number: '（2026）粤0305执1号' }, 'case_number UNKNOWN_FIELD'],
      [{ requester: { name: '李建国', phone: '13800138000', vip: true } }, 'requester.vip UNKNOWN_FIELD'],
      [{ channel: 'PIGEON' }, 'channel UNKNOWN_VALUE'],
      [{ channel: 99 }, /^channel /],
      [{ urgency: 'normal' }, 'urgency UNKNOWN_VALUE'],
      [{ title: 5 }, 'title WRONG_TYPE'],
      [{ title: ['a'] }, 'title WRONG_TYPE'],
      [{ requester: [] }, 'requester WRONG_TYPE'],
      [{ attachmentIds: 'a' }, 'attachmentIds WRONG_TYPE'],
      [{ attachmentIds: ['not-a-uuid'] }, 'attachmentIds[0] FORMAT'],
      [{ attachmentIds: Array(21).fill('0196f0e0-0000-7000-8000-00000000dead') }, 'attachmentIds TOO_MANY'],
      [{ caseNumber: '粤0305' }, 'caseNumber FORMAT'],
      [{ content: '　\n ' .replaceAll('　', ' ') }, 'content REQUIRED'],
      [{ title: '长'.repeat(129) }, 'title TOO_LONG'],
    ];
    for (const [overrides, expected] of cases) {
      const { violations } = await expectProblem(stage.agent.post('/workOrders', { ...request(), ...overrides }), 'INVALID_INPUT', 400);
      const found = violations.map((one) => `${one.field} ${one.reason}`);
      assert.ok(found.some((one) => (expected instanceof RegExp ? expected.test(one) : one === expected)), `${expected} not in ${found}`);
    }
    const twice = `{"title":"a","title":"b",${JSON.stringify(request()).slice(1)}`;
    assert.ok(checkProblem(await send(twice), 'INVALID_INPUT', 400).violations.some((one) => one.reason === 'DUPLICATE_FIELD'));
    for (const query of [{ nonsense: 1 }, { pageSize: 'many' }, { pageSize: -1 }, { state: 'OPEN' }, { createdAfter: 'yesterday' }, { open: 'perhaps' }]) {
      await expectProblem(stage.agent.get('/workOrders', query), 'INVALID_INPUT', 400);
    }
    for (const query of ['%', '%zz', 'text=%ff', 'text=%ed%a0%80', 'pageSize=1&pageSize=2']) {
      checkProblem(await stage.agent.send('GET', `/workOrders?${query}`), undefined, 400);
    }
  });

  it('takes no other methods, types or encodings', async () => {
    for (const [verb, path] of [['DELETE', '/workOrders'], ['PUT', '/workOrders'], ['GET', '/auth:login'], ['PATCH', '/me'], ['GET', '/public/workOrders:query'], ['TRACE', '/me']]) {
      const reply = await stage.agent.send(verb, path).catch(() => null); // fetch itself will not send TRACE.
      if (!reply) continue;
      checkProblem(reply, 'METHOD_NOT_ALLOWED', 405);
      const allowed = reply.headers.get('allow').split(/, */);
      assert.ok(allowed.length > 0 && !allowed.includes(verb), `${verb} ${path}: ${allowed}`);
    }
    const body = JSON.stringify(request());
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=gbk', 'multipart/form-data; boundary=x', 'application/xml']) {
      checkProblem(await send(body, { 'Content-Type': type }), 'UNSUPPORTED_MEDIA_TYPE', 415);
    }
    checkProblem(await send(body, { 'Content-Encoding': 'gzip' }), 'UNSUPPORTED_MEDIA_TYPE', 415);
    assert.equal((await send(body, { 'Content-Type': 'Application/JSON; charset="UTF-8"' })).status, 201);
  });

  it('does not follow tricks in paths', async () => {
    const order = await register(stage.agent);
    const paths = [
      '/../../etc/passwd', '/workOrders/../users', '/workOrders/%2e%2e/users', '/workOrders//', `//workOrders/${order.id}`,
      `/workOrders/${order.id}%00`, `/workOrders/${order.id}%2f..%2f${order.id}`, `/workOrders/${order.id}/`, `/workOrders/${order.id}:`,
      `/workOrders/${order.id}:dispatch:cancel`, `/workOrders/${order.id.toUpperCase()}`, '/workOrders/%ff', '/workOrders/%zz', '/workOrders/{id}',
      "/workOrders/' OR '1'='1", '/workOrders/1;DROP TABLE work_order', '/workOrders/*', `/workOrders/${'a'.repeat(4000)}`,
    ];
    for (const path of paths) {
      // fetch would normalise some of these.
      const { replies } = await import('./lib/wire.mjs').then(({ talk, head }) => talk(stage.system.port,
        [head('GET', encodeURI(`/api/v1${path}`).replaceAll('%25', '%'), { Authorization: stage.agent.headers.Authorization, Connection: 'close' })]));
      assert.equal(replies.length, 1, path);
      assert.ok([400, 404, 405].includes(replies[0].status), `${path}: ${replies[0].status} ${replies[0].body}`);
      assert.match(replies[0].headers['content-type'], /problem\+json/);
    }
  });

  it('believes no token that it did not give', async () => {
    const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const claims = encode({ sub: stage.admin.user.id, permissions: ['identity.manage'], exp: 4e9 });
    const none = `${encode({ alg: 'none', typ: 'JWT' })}.${claims}.`;
    const content = `${encode({ alg: 'HS256' })}.${claims}`;
    const signed = `${content}.${createHmac('sha256', 'secret').update(content).digest('base64url')}`;
    const bent = stage.admin.token.slice(0, -1) + (stage.admin.token.endsWith('A') ? 'B' : 'A');
    const tokens = [none, signed, bent, `${stage.admin.token}A`, stage.admin.token.slice(0, -1), 'hs_', 'hk_', "' OR 1=1 --", 'x'.repeat(300), 'null'];
    for (const token of tokens) {
      const reply = await stage.anyone.send('GET', '/me', { headers: { Authorization: `Bearer ${token}` } });
      checkProblem(reply, /^(INVALID_TOKEN|MALFORMED_CREDENTIALS)$/, 401);
    }
    for (const value of [`Basic ${btoa('admin:x')}`, 'Bearer', `bearer  `, stage.admin.token, `Bearer ${stage.admin.token}, Bearer x`]) {
      const reply = await stage.anyone.send('GET', '/me', { headers: { Authorization: value } });
      assert.equal(reply.status, 401, value);
    }
    const both = await stage.anyone.send('GET', '/me', { headers: { Authorization: `Bearer ${stage.agent.token}`, 'X-Api-Key': 'hk_x' } });
    assert.equal(both.status, 401);
    // What a caller says about itself is nothing.
    const claimed = await stage.anyone.send('GET', '/users', { headers: { 'X-Hotline-Caller': 'admin', 'x-caller': 'admin', 'X-Forwarded-User': 'admin' } });
    checkProblem(claimed, 'SIGN_IN_REQUIRED', 401);
  });

  it("finds nothing under a foreign court's ids", async () => {
    const court = await stage.admin.post('/courts', { code: '粤0397', name: '外区人民法院' });
    const office = await stage.admin.post('/departments', { courtId: court.id, code: 'civil', name: '民事庭', kind: 'CIVIL_DIVISION' });
    const order = await register(stage.agent);
    await expectProblem(stage.dispatcher.command(order, 'dispatch', { departmentId: office.id }), 'DEPARTMENT_UNKNOWN', 400);
    const theirs = await register(stage.agent, { courtId: court.id });
    await expectProblem(stage.dispatcher.command(order, 'merge', { intoId: theirs.id }), 'MERGE_OTHER_COURT'); // Seen from above, yet another court's.
    const foreign = '0196f0e0-0000-7000-8000-0000000000ff';
    await expectProblem(stage.dispatcher.command(order, 'merge', { intoId: foreign }), 'WORK_ORDER_NOT_FOUND', 404);
    for (const path of [`/workOrders/${foreign}`, `/callbackTasks/${foreign}`, `/attachments/${foreign}`]) {
      await expectProblem(stage.callback.get(path), /_NOT_FOUND$/, 404);
    }
    await expectProblem(register(stage.agent, { courtId: foreign }), /COURT|NOT_FOUND/);
    await expectProblem(register(stage.agent, { respondent: { departmentId: foreign } }), /DEPARTMENT/);
  });

  it('takes SQL in every text field as text', async () => {
    const api = await Api.of(stage.anyone);
    const order = await dispatched(stage, { title: '金丝雀' });
    const tables = await stage.system.sql(`SELECT count(*) FROM pg_tables WHERE schemaname IN ('identity', 'workorder', 'callback')`);
    const people = [stage.admin, stage.agent, stage.dispatcher, stage.handler, stage.reviewer, stage.callback, stage.supervisor, stage.auditor];
    const payloads = [`'; DROP TABLE work_order; --`, `\\'; SELECT pg_sleep(9); --`, `$1 %s {0} ' OR 'a'='a`];
    let sent = 0;
    for (const operation of api.operations) {
      if (operation.stream || operation.id.endsWith('logout') || operation.id.endsWith('changePassword')) continue;
      const who = people.find((one) => !operation.access.anyOf || operation.access.anyOf.some((p) => one.permissions.includes(p)));
      const places = [
        ...(operation.body ? api.textPlaces(operation.body).map((path) => ({ path })) : []),
        ...operation.query.filter((one) => api.textPlaces(one.schema).length).map(({ name }) => ({ query: name })),
        ...(operation.path.includes('{id}') ? [{ id: true }] : []),
      ];
      for (const place of places) {
        const payload = payloads[sent++ % payloads.length];
        const body = operation.body && api.exampleBody(operation);
        const path = operation.path.replace('{id}', place.id ? encodeURIComponent(payload) : order.id);
        const query = place.query ? `?${new URLSearchParams({ [place.query]: payload })}` : '';
        const started = performance.now();
        const reply = await who.send(operation.verb, path + query, {
          ...(operation.raw ? { raw: Buffer.from(payload) } : { body: place.path ? withValue(body, place.path, payload) : body }),
        });
        const seen = `${operation.id} ${JSON.stringify(place)}: ${reply.status} ${reply.text.slice(0, 300)}`;
        assert.ok(reply.status < 500, seen);
        assert.ok(performance.now() - started < 8000, seen);
        if (reply.status >= 400) checkProblem(reply);
        assert.doesNotMatch(reply.text, /syntax error|pqxx|SQLSTATE|relation "/i, seen);
      }
    }
    assert.ok(sent > 100, `only ${sent} places found`);
    assert.equal(await stage.system.sql(`SELECT count(*) FROM pg_tables WHERE schemaname IN ('identity', 'workorder', 'callback')`), tables);
    assert.equal((await stage.dispatcher.order(order)).title, '金丝雀');
    await stage.system.hotline('verify', 'history');
  });

  it('stores texts that look like SQL or markup to the letter', async () => {
    const text = `Robert'); DROP TABLE work_order;-- <script>alert('x')</script> \\u0027 %00 ﷽ ‮`;
    const order = await register(stage.agent, { title: text.slice(0, 100), content: text });
    const seen = await stage.agent.order(order);
    assert.equal(seen.content, text);
    assert.equal(seen.title, text.slice(0, 100));
    const { workOrders } = await stage.agent.get('/workOrders', { text: `'); DROP` });
    assert.deepEqual(workOrders.map((one) => one.id), [order.id]);
  });

  it('keeps the address of the caller from being invented', async () => {
    const reply = await new Client(stage.system.url).send('GET', '/me', { headers: { 'X-Forwarded-For': '10.0.0.1', Forwarded: 'for=10.0.0.1' } });
    checkProblem(reply, 'SIGN_IN_REQUIRED', 401);
  });
});
