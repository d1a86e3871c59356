// Webhooks: another system is told of an order's events, and trusts nothing that it cannot verify.
import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { dispatched, inProgress, useSystem } from './lib/cast.mjs';

// The receiver's half of https://www.standardwebhooks.com, as docs/howto/receive-webhooks.md shows it.
function verify(secret, headers, body, now) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (Math.abs(now / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = Buffer.from('v1,' + createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64'));
  return signatures.split(' ').some((one) => one.length === expected.length && timingSafeEqual(Buffer.from(one), expected));
}

// A server on this machine that keeps what it is sent. `answer(request)` gives the status, or nothing to hang.
class Receiver {
  static async start() {
    const receiver = new Receiver();
    receiver.received = [];
    receiver.answer = () => 204;
    receiver.server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const one = { path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() };
        receiver.received.push(one);
        const status = receiver.answer(one);
        if (status) response.writeHead(status).end();
      });
    });
    await new Promise((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }
  url(path) {
    return `http://127.0.0.1:${this.server.address().port}${path}`;
  }
  at(path) {
    return this.received.filter((one) => one.path === path);
  }
  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

describe('webhooks', () => {
  const stage = useSystem({ 'allowed-networks': ['127.0.0.0/8'] });
  let receiver;
  before(async () => {
    receiver = await Receiver.start();
  });
  after(() => receiver.stop());

  async function until(condition, what) {
    for (let tick = 0; tick < 1500; ++tick) {
      const value = await condition();
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`waited in vain for ${what}`);
  }
  const register = (path, ...eventTypes) => stage.admin.post('/webhookEndpoints', { name: '案件系统', url: receiver.url(path), eventTypes });
  const deliveryIn = (id, state) => until(async () => {
    const delivery = await stage.admin.get(`/deliveries/${id}`);
    return delivery.state === state && delivery;
  }, `${id} to be ${state}`);

  it('tell of an order as it goes, signed, with ids only', async () => {
    const { endpoint, secret } = await register('/walk', 'work_order.*');
    const order = await inProgress(stage);
    const expected = ['work_order.registered', 'work_order.dispatched', 'work_order.signed_in'];
    const told = await until(() => {
      const mine = receiver.at('/walk').filter((one) => JSON.parse(one.body).data.workOrderId === order.id);
      return expected.every((type) => mine.some((one) => JSON.parse(one.body).type === type)) && mine;
    }, 'the events of the order');
    for (const one of told) {
      assert.ok(verify(secret, one.headers, one.body, stage.system.now().getTime()));
      assert.ok(!verify(secret, one.headers, one.body + ' ', stage.system.now().getTime()));
      assert.deepEqual(Object.keys(JSON.parse(one.body).data).sort(), ['courtId', 'eventId', 'workOrderId']);
    }
    assert.equal(new Set(told.map((one) => one.headers['webhook-id'])).size, told.length);
    const shown = await stage.admin.get(`/webhookEndpoints/${endpoint.id}`);
    assert.equal(JSON.stringify(shown).includes(secret), false);
    await stage.admin.delete(`/webhookEndpoints/${endpoint.id}`);
  });

  it('are tried again later, and replayed under the same id', async () => {
    receiver.answer = () => 500;
    const { endpoint } = await register('/flaky', 'work_order.canceled');
    const test = await stage.admin.post(`/webhookEndpoints/${endpoint.id}:test`);
    await until(() => receiver.at('/flaky').length === 1, 'the first attempt');
    await until(async () => (await stage.admin.get(`/deliveries/${test.id}`)).attempts?.length === 1, 'its outcome');
    await stage.system.advance({ seconds: 7 });
    await until(() => receiver.at('/flaky').length === 2, 'the second attempt');
    receiver.answer = () => 204;
    await stage.system.advance({ minutes: 7 });
    const delivered = await deliveryIn(test.id, 'DELIVERED');
    assert.deepEqual(delivered.attempts.map((one) => [one.outcome, one.status]), [['RETRY', 500], ['RETRY', 500], ['DELIVERED', 204]]);
    const { replayed } = await stage.admin.post(`/webhookEndpoints/${endpoint.id}:replay`, { since: '2026-01-01T00:00:00Z', all: true });
    assert.equal(replayed, 1);
    await until(() => receiver.at('/flaky').length === 4, 'the replay');
    assert.equal(new Set(receiver.at('/flaky').map((one) => one.headers['webhook-id'])).size, 1);
  });

  it('end when the receiver is gone', async () => {
    receiver.answer = () => 410;
    const { endpoint } = await register('/gone', 'work_order.dispatched');
    await dispatched(stage);
    await until(async () => !(await stage.admin.get(`/webhookEndpoints/${endpoint.id}`)).active, 'the endpoint to be switched off');
    const { deliveries } = await stage.admin.get('/deliveries', { endpointId: endpoint.id });
    assert.deepEqual(deliveries.map((one) => [one.state, one.reason]), [['DEAD', 'GONE']]);
    await expectProblem(stage.admin.post(`/webhookEndpoints/${endpoint.id}:test`), 'WEBHOOK_ENDPOINT_INACTIVE', 400);
    receiver.answer = () => 204;
    await stage.admin.patch(`/webhookEndpoints/${endpoint.id}`, { active: true });
    await stage.admin.post(`/deliveries/${deliveries[0].id}:replay`);
    await deliveryIn(deliveries[0].id, 'DELIVERED');
  });

  it('come again after a process was killed while it sent', async () => {
    const { endpoint } = await register('/killed', 'work_order.canceled');
    receiver.answer = () => 0; // Takes it, and never answers.
    const test = await stage.admin.post(`/webhookEndpoints/${endpoint.id}:test`);
    await until(() => receiver.at('/killed').length === 1, 'the first attempt');
    const role = stage.system.topology === 'split' ? 'notification' : 'all';
    await stage.system.kill(role);
    receiver.answer = () => 204;
    stage.system.startRole(role);
    await stage.system.ready();
    await stage.system.advance({ minutes: 3 }); // The lease of the dead ends.
    const delivered = await deliveryIn(test.id, 'DELIVERED');
    assert.equal(delivered.attemptCount, 2);
    assert.deepEqual(delivered.attempts.map((one) => one.number), [2]);
    assert.equal(new Set(receiver.at('/killed').map((one) => one.headers['webhook-id'])).size, 1);
  });

  it('lead nowhere inside', async () => {
    for (const url of ['http://10.1.2.3/', 'http://169.254.169.254/', 'http://[fd00::1]/']) {
      await expectProblem(stage.admin.post('/webhookEndpoints', { name: '内部', url, eventTypes: ['*'] }), 'URL_ADDRESS_REFUSED', 400);
    }
    await expectProblem(stage.admin.post('/webhookEndpoints', { name: '文件', url: 'file:///etc/passwd', eventTypes: ['*'] }), 'URL_MALFORMED', 400);
    await expectProblem(stage.admin.post('/webhookEndpoints', { name: '类型', url: receiver.url('/'), eventTypes: ['DROP TABLE'] }), 'INVALID_INPUT', 400);
  });

  it('are nothing for those who handle orders', async () => {
    await expectProblem(stage.agent.get('/webhookEndpoints'), 'PERMISSION_MISSING', 403);
    await expectProblem(stage.handler.get('/deliveries'), 'PERMISSION_MISSING', 403);
  });
});

describe('SMS and e-mail without settings', () => {
  const stage = useSystem();

  it('are dropped where an administrator sees it', async () => {
    const order = await dispatched(stage);
    for (let tick = 0; tick < 500; ++tick) {
      const { deliveries = [] } = await stage.admin.get('/deliveries', { channel: 'SMS', workOrderId: order.id, state: 'DROPPED' });
      if (deliveries.length) {
        assert.equal(deliveries[0].reason, 'CHANNEL_OFF');
        assert.match(deliveries[0].body, new RegExp(order.number));
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.fail('no delivery');
  });
});
