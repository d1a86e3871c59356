// Clients that are slow, half-open, in a hurry or want to smuggle; one connection each, by hand.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { request, useSystem } from './lib/cast.mjs';
import { head, talk } from './lib/wire.mjs';

describe('the wire', () => {
  const stage = useSystem();
  const me = (headers = {}) => head('GET', '/api/v1/me', { Authorization: stage.agent.headers.Authorization, ...headers });
  const post = (body, headers = {}) => head('POST', '/api/v1/workOrders', {
    Authorization: stage.agent.headers.Authorization, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers,
  }) + body;

  it('keeps the connection, and answers pipelined requests in order', async () => {
    const wrong = head('GET', '/api/v1/nothing');
    const { replies } = await talk(stage.system.port, [me() + wrong + post(JSON.stringify(request())) + me({ Connection: 'close' })]);
    assert.deepEqual(replies.map((reply) => reply.status), [200, 404, 201, 200]);
    assert.equal(JSON.parse(replies[0].body).user.account, 'agent');
  });

  it('reads a request in the smallest pieces', async () => {
    const bytes = Buffer.from(post(JSON.stringify(request()), { Connection: 'close' }));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 37) }, (_, i) => bytes.subarray(i * 37, i * 37 + 37));
    const { replies } = await talk(stage.system.port, pieces.flatMap((piece) => [piece, 1]));
    assert.deepEqual(replies.map((reply) => reply.status), [201]);
  });

  it('reads chunked bodies', async () => {
    const body = JSON.stringify(request());
    const [a, b] = [body.slice(0, 40), body.slice(40)];
    const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
    const headers = { Authorization: stage.agent.headers.Authorization, 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked', Connection: 'close' };
    const { replies } = await talk(stage.system.port, [head('POST', '/api/v1/workOrders', headers), chunk(a), 20, chunk(b), '0\r\n\r\n']);
    assert.deepEqual(replies.map((reply) => reply.status), [201]);
  });

  it('refuses what two servers could read in two ways', async () => {
    const auth = `Authorization: ${stage.agent.headers.Authorization}\r\nContent-Type: application/json\r\n`;
    const line = 'POST /api/v1/workOrders HTTP/1.1\r\n';
    const hidden = head('GET', '/api/v1/me', { Authorization: stage.agent.headers.Authorization });
    const smuggled = [
      `${line}Host: a\r\n${auth}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Content-Length: 0, 5\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Content-Length: -1\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Content-Length: +2\r\n\r\n{}${hidden}`,
      `${line}Host: a\r\n${auth}Content-Length: 0x2\r\n\r\n{}${hidden}`,
      `${line}Host: a\r\n${auth}Content-Length: 99999999999999999999\r\n\r\n{}${hidden}`,
      `${line}Host: a\r\n${auth}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `${line}Host: a\r\n${auth}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n${hidden}`,
      `${line}Host: a\r\nHost: b\r\n${auth}Content-Length: 0\r\n\r\n${hidden}`,
      `${line}${auth}Content-Length: 0\r\n\r\n${hidden}`,
      `POST /api/v1/workOrders HTTP/1.0\r\n${auth}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `GET /api/v1/me HTTP/1.1\nHost: a\n\n${hidden}`,
    ];
    for (const bytes of smuggled) {
      const { replies, ended } = await talk(stage.system.port, [bytes], { quietMs: 3000 });
      assert.ok(replies.every((reply) => reply.status >= 400), `${JSON.stringify(bytes.slice(0, 240))}\n→ ${replies.map((r) => r.status)}`);
      assert.ok(ended || replies.length === 1, JSON.stringify(bytes.slice(0, 240)));
      assert.ok(replies.length <= 1, `second request was read: ${JSON.stringify(bytes.slice(0, 240))}`);
    }
  });

  it('refuses malformed and oversized heads', async () => {
    const garbage = [
      'GARBAGE\r\n\r\n', 'GET\r\n\r\n', 'GET /api/v1/me\r\n\r\n', 'GET /api/v1/me HTTP/2.0\r\nHost: a\r\n\r\n', 'GET api HTTP/1.1\r\nHost: a\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001', // A TLS client that took the wrong port.
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', `GET /api/v1/me HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      `GET /${'x'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`, `GET /api/v1/me HTTP/1.1\r\n${'X: y\r\n'.repeat(5000)}\r\n`,
    ];
    for (const bytes of garbage) {
      const { replies, ended } = await talk(stage.system.port, [Buffer.from(bytes, 'latin1')], { quietMs: 12_000 });
      assert.ok(ended, JSON.stringify(bytes.slice(0, 60)));
      assert.ok(replies.every((reply) => reply.status >= 400), JSON.stringify(bytes.slice(0, 60)));
      if (replies.length) assert.match(replies[0].headers['content-type'], /problem\+json/);
    }
  });

  it('ends a client that is too slow, and serves others meanwhile', async () => {
    const slow = [];
    for (let i = 0; i < 200; ++i) slow.push(connect(stage.system.port, '127.0.0.1').on('error', () => {}));
    for (const socket of slow) socket.write('GET /api/v1/me HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    const drip = setInterval(() => slow.forEach((socket) => socket.writable && socket.write('x')), 500);
    const ended = Promise.all(slow.map((socket) => new Promise((resolve) => socket.resume().on('close', resolve))));
    for (let i = 0; i < 20; ++i) await stage.agent.get('/me');
    await ended; // All within the header's 10 s.
    clearInterval(drip);
  });

  it('ends a half-open client and one whose body never comes', async () => {
    const half = await talk(stage.system.port, [post('{"title":', { 'Content-Length': 1000 })], { quietMs: 20_000 });
    assert.ok(half.ended);
    assert.ok(half.replies.every((reply) => reply.status >= 400), half.text.slice(0, 200));
    const gone = await talk(stage.system.port, [post('{"title":', { 'Content-Length': 1000 })], { endAfter: true, quietMs: 20_000 });
    assert.ok(gone.ended);
    const finished = await talk(stage.system.port, [me()], { endAfter: true }); // Half-closed, but the request was whole.
    assert.ok(finished.replies.length <= 1);
  });

  it('asks for the body only when it will read it', async () => {
    const expect = { Expect: '100-continue', Connection: 'close' };
    const body = JSON.stringify(request());
    const bytes = post(body, expect);
    const cut = bytes.indexOf('\r\n\r\n') + 4;
    const { text } = await talk(stage.system.port, [bytes.slice(0, cut), 300, bytes.slice(cut)]);
    assert.match(text, /^HTTP\/1\.1 100 /);
    assert.match(text, /HTTP\/1\.1 201 /);
    const refused = await talk(stage.system.port, [head('POST', '/api/v1/workOrders', { 'Content-Type': 'text/plain', 'Content-Length': 100, ...expect })]);
    assert.doesNotMatch(refused.text, /^HTTP\/1\.1 100/);
  });

  it('answers HEAD without body, and OPTIONS with what is allowed', async () => {
    const headers = { Authorization: stage.agent.headers.Authorization, Connection: 'close' };
    const { text } = await talk(stage.system.port, [head('HEAD', '/api/v1/me', headers)]);
    assert.match(text, /^HTTP\/1\.1 200/);
    assert.ok(text.endsWith('\r\n\r\n'));
    const { replies } = await talk(stage.system.port, [head('OPTIONS', '/api/v1/workOrders', headers)]);
    assert.match(replies[0].headers.allow, /POST/);
  });

  it('still serves', async () => {
    assert.equal((await stage.agent.get('/me')).user.account, 'agent');
  });
});
