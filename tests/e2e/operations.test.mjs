// What an operator relies on: refusals to start, an empty system's first administrator, an orderly stop, limits.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { checkProblem, Client, expectProblem } from './lib/client.mjs';
import { register, request, signInAll } from './lib/cast.mjs';
import { binary, psql, System } from './lib/system.mjs';

const execute = promisify(execFile);

describe('operations', () => {
  const stage = {};
  let system;
  before(async () => {
    system = stage.system = await System.start();
    Object.assign(stage, await signInAll(system));
  });
  after(() => system.stop());

  // Starts a server beside ours that is expected to end by itself at once, with a word on why.
  async function refusesToStart(settings, why) {
    const file = join(system.directory, 'other.toml');
    const all = {
      database: system.database, keys: join(system.directory, 'keys.json'), data: join(system.directory, 'other'),
      run: join(system.directory, 'other-run'), http: '127.0.0.1:0', demo: true, ...settings,
    };
    writeFileSync(file, Object.entries(all).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`).join(''));
    const error = await execute(binary, ['serve', '--config', file], { timeout: 30_000 }).then(() => null, (failed) => failed);
    assert.ok(error && error.code > 0, `${JSON.stringify(settings)} was taken`);
    assert.match(error.stderr + error.stdout, why);
  }

  it('refuses to start with demo accounts in production', () => refusesToStart({ demo: false }, /DEMO/));
  it('refuses to start on a database that is not migrated', async () => {
    const name = `${system.databaseName}_empty`;
    await psql(`${system.cluster} dbname=postgres`, `CREATE DATABASE ${name}`);
    try {
      await refusesToStart({ database: `${system.cluster} dbname=${name}` }, /MIGRATION_MISSING|migrat/i);
    } finally {
      await psql(`${system.cluster} dbname=postgres`, `DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
  it('refuses to start with a network that is none', () => refusesToStart({ 'allowed-networks': ['10.0.0.0/33'] }, /BAD_NETWORK/));
  it('refuses to start with keys that others can read, or none', async () => {
    const keys = join(system.directory, 'open-keys.json');
    await system.hotline('keys', 'create', keys);
    chmodSync(keys, 0o644);
    await refusesToStart({ keys }, /KEY/);
    await refusesToStart({ keys: join(system.directory, 'no-such-file') }, /KEY|keys/);
  });
  it('refuses an address that is taken, and settings that it does not understand', async () => {
    await refusesToStart({ http: `127.0.0.1:${system.port}` }, /address|use/i);
    await refusesToStart({ 'rate-limits': ['everybody=1'] }, /everybody=1/);
  });

  it('makes the first administrator of an empty system, once', async () => {
    const empty = new System({ demo: false });
    try {
      await empty.createEmpty();
      const made = await empty.hotline('create-admin', '--account', 'chief', '--court-code', '粤', '--court-name', '广东省高级人民法院');
      const password = /^password\s+(\S+)/m.exec(made)[1];
      await assert.rejects(empty.hotline('create-admin', '--account', 'second', '--court-code', '粤', '--court-name', '广东省高级人民法院'));
      await empty.serve();
      const chief = await Client.login(empty.url, 'chief', password);
      await expectProblem(chief.get('/users'), undefined, 403); // Until the password is changed.
      await chief.post('/auth:changePassword', { oldPassword: password, newPassword: '一个够长的新密码' });
      const { users } = await chief.get('/users');
      assert.deepEqual(users.map((one) => one.account), ['chief']);
      const { roles } = await chief.get('/roles');
      assert.equal(roles.length, 8);
    } finally {
      await empty.destroy();
    }
  });

  it('finishes what is in flight when asked to stop', async () => {
    const inFlight = Array.from({ length: 40 }, () =>
      stage.agent.send('POST', '/workOrders', { body: request() }).then((reply) => reply.status, () => 'refused'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    const ended = await system.stopServing();
    for (const how of Object.values(ended)) assert.equal(how.code, 0);
    const statuses = await Promise.all(inFlight);
    await system.serve();
    const acknowledged = statuses.filter((status) => status === 201).length;
    const stored = Number(await system.sql('SELECT count(*) FROM workorder.work_order'));
    assert.equal(stored, acknowledged, `${statuses}`); // None is there whose client was not told.
    assert.ok(statuses.every((status) => [201, 503, 'refused'].includes(status)), `${statuses}`);
  });

  it('rotates keys: what was sealed before is still read', async () => {
    const order = await register(stage.agent, { requester: { name: '钱学文' } });
    await system.stopServing();
    await system.hotline('keys', 'rotate', join(system.directory, 'keys.json'));
    await system.serve();
    const revealed = await stage.dispatcher.command(order, 'reveal', { reason: '核对登记信息' });
    assert.equal(revealed.requester.name, '钱学文');
    const newer = await register(stage.agent, { requester: { name: '孙学武' } });
    assert.equal((await stage.dispatcher.command(newer, 'reveal', { reason: '核对登记信息' })).requester.name, '孙学武');
  });

  it('prints the same document that it serves', async () => {
    assert.deepEqual(JSON.parse(await system.hotline('openapi')), await stage.anyone.get('/openapi.json'));
  });
});

describe('limits', () => {
  let system;
  before(async () => {
    system = await System.start({ 'rate-limits': ['open=20', 'user=30', 'refused=10'], 'trusted-proxies': ['127.0.0.1'] });
  });
  after(() => system.stop());
  const from = (ip) => new Client(system.url, { 'X-Forwarded-For': ip });

  it('slow down one caller and say so, and nobody else', async () => {
    const agent = await Client.login(system.url, 'agent', system.password);
    const statuses = [];
    let reply;
    for (let i = 0; i < 32; ++i) statuses.push((reply = await agent.send('GET', '/me')).status);
    assert.equal(statuses.filter((status) => status === 200).length, 30);
    checkProblem(reply, 'RATE_LIMITED', 429);
    assert.ok(Number(reply.headers.get('retry-after')) >= 1);
    assert.ok(reply.headers.get('ratelimit') && reply.headers.get('ratelimit-policy'));
    await (await Client.login(system.url, 'handler', system.password)).get('/me');
  });

  it('stop one who guesses tokens or passwords, by address', async () => {
    const guess = async (client) => (await client.send('GET', '/me', { headers: { Authorization: `Bearer hs_${Math.random()}` } })).status;
    const guesses = [];
    for (let i = 0; i < 12; ++i) guesses.push(await guess(from('203.0.113.7')));
    assert.deepEqual([...new Set(guesses)], [401, 429]);
    assert.equal(await guess(from('203.0.113.8')), 401);
    const logins = [];
    for (let i = 0; i < 22; ++i) {
      logins.push((await from('203.0.113.9').send('POST', '/auth:login', { body: { account: `nobody${i}`, password: 'x' } })).json.reason);
    }
    assert.deepEqual([...new Set(logins)], ['INVALID_CREDENTIALS', 'RATE_LIMITED']);
  });
});
