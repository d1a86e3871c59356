// The inbox: who is told of an order's events, and who has read it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { dispatched, noticeOf, register, useSystem } from './lib/cast.mjs';

describe('notices', () => {
  const stage = useSystem();

  it('tell a department of its new order, and nobody else', async () => {
    const order = await dispatched(stage);
    const notice = await noticeOf(stage.handler, order);
    assert.equal(notice.workOrderNumber, order.number);
    assert.match(notice.title, new RegExp(order.number));
    assert.equal(notice.forDepartment, true);
    await noticeOf(stage.reviewer, order);
    const { notices = [] } = await stage.dispatcher.get('/notices', { pageSize: 200 });
    assert.ok(!notices.some((one) => one.id === notice.id));
    await expectProblem(stage.dispatcher.get(`/notices/${notice.id}`), 'NOTICE_NOT_FOUND', 404);
  });

  it('to a department are kept from the member whom the order complains about', async () => {
    const order = await dispatched(stage, { respondent: { personName: stage.handler.user.name } });
    const notice = await noticeOf(stage.reviewer, order);
    assert.equal(notice.forDepartment, true);
    const { notices = [] } = await stage.handler.get('/notices', { pageSize: 200 });
    assert.ok(!notices.some((one) => one.workOrderNumber === order.number));
    await expectProblem(stage.handler.get(`/notices/${notice.id}`), 'NOTICE_NOT_FOUND', 404);
  });

  it('are read by each person, with a receipt', async () => {
    const notice = await noticeOf(stage.handler, await dispatched(stage));
    const before = Number((await stage.handler.get('/notices:countUnread')).unread);
    const read = await stage.handler.post(`/notices/${notice.id}:markRead`);
    assert.ok(read.readTime);
    assert.equal(Number((await stage.handler.get('/notices:countUnread')).unread), before - 1);
    const seen = await stage.reviewer.get(`/notices/${notice.id}`);
    assert.equal(seen.readTime, undefined);
    assert.deepEqual(seen.receipts.map((one) => one.userName), [stage.handler.user.name]);
    await stage.handler.post('/notices:markAllRead');
    assert.equal(Number((await stage.handler.get('/notices:countUnread')).unread), 0);
  });

  it('of an urgent registration reach the hotline office, with the number the event did not have', async () => {
    const order = await register(stage.agent, { urgency: 'CRITICAL' });
    const notice = await noticeOf(stage.dispatcher, order, 'work_order.registered');
    assert.equal(notice.workOrderNumber, order.number);
    assert.equal(notice.important, true);
  });

  it('count live', async () => {
    await stage.handler.post('/notices:markAllRead');
    const stop = new AbortController();
    const response = await fetch(`${stage.system.url}/api/v1/notices:watchUnread`, {
      headers: { ...stage.handler.headers, Accept: 'text/event-stream' }, signal: stop.signal,
    });
    assert.match(response.headers.get('content-type'), /^text\/event-stream/);
    await dispatched(stage);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      text += decoder.decode(chunk, { stream: true });
      if (/"unread":\s*"?1"?/.test(text)) break;
    }
    stop.abort();
    assert.match(text, /"unread":\s*"?1"?/);
  });

  it('follow the rules that an administrator sets', async () => {
    const rule = { name: '签收告知派单方', eventType: 'work_order.signed_in', audience: 'DISPATCHERS', template: 'dispatched' };
    await expectProblem(stage.dispatcher.post('/notificationRules', rule), 'PERMISSION_MISSING', 403);
    await expectProblem(stage.admin.post('/notificationRules', { ...rule, template: 'none' }), 'TEMPLATE_UNKNOWN', 400);
    const made = await stage.admin.post('/notificationRules', rule);
    const order = await dispatched(stage);
    await stage.handler.command(order, 'signIn');
    await noticeOf(stage.dispatcher, order, 'work_order.signed_in');
    const off = await stage.admin.patch(`/notificationRules/${made.id}`, { active: false }, { 'If-Match': `"${made.etag}"` });
    assert.equal(Number(off.version), 2);
    const { rules } = await stage.admin.get('/notificationRules');
    const builtIn = rules.find((one) => one.builtIn);
    await expectProblem(stage.admin.patch(`/notificationRules/${builtIn.id}`, { active: false }), 'RULE_OF_ALL_COURTS', 403);
  });
});
