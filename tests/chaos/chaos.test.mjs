// Bad days: the process is killed, PostgreSQL is restarted, Redis vanishes, the disk is full. Whatever was acknowledged is there
// exactly once, nothing else is, and the chain of hashes holds.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { byPeople, inCallback, register, taskOf, untilState } from '../e2e/lib/cast.mjs';
import { expectProblem } from '../e2e/lib/client.mjs';
import { Load } from './load.mjs';
import { postgres, useFragileSystem } from './stage.mjs';

const execute = promisify(execFile);
const kills = Number(process.env.HOTLINE_CHAOS_KILLS ?? 10);
const restarts = Math.max(3, Math.ceil(kills / 10)); // Of PostgreSQL, in each way.

describe('chaos', () => {
  const stage = useFragileSystem();

  // Makes `trouble` while writers work, and looks at what there is afterwards. A test that fails leaves the next one no writers.
  async function underLoad(t, trouble) {
    const load = new Load(stage);
    const started = new Date().toISOString();
    load.start();
    try {
      await trouble(load);
      await load.finish();
      await check(load, t);
    } catch (error) {
      t.diagnostic(`the servers' errors:\n${stage.system.errors(started).join('\n') || 'none'}`);
      throw error;
    } finally {
      await load.abandon();
    }
  }

  // Compares what the writers were told with what is there.
  async function check(load, t) {
    const told = load.orders;
    const numbers = (await stage.system.sql(`SELECT number FROM workorder.work_order WHERE title = '${load.title}' ORDER BY 1`)).split('\n');
    assert.deepEqual(numbers.filter(Boolean), told.map((order) => order.number).sort(), 'orders that are there and orders that were acknowledged');
    for (const order of told) {
      const seen = await stage.dispatcher.order(order);
      assert.deepEqual(seen.notes.map((note) => note.content), order.notes, order.number);
      assert.equal(seen.state, order.dispatched ? 'DISPATCHED' : 'PENDING_DISPATCH');
      const { events } = await stage.auditor.get(`/workOrders/${order.id}/events`);
      assert.deepEqual(byPeople(events).map((event) => event.type.slice(11)), ['registered', 'note_added', 'note_added', 'dispatched']);
    }
    const report = await stage.system.hotline('verify', 'history');
    const reasons = [...load.refusals].map(([reason, count]) => `${reason} ${count}`).join(', ');
    t.diagnostic(`${told.length} orders acknowledged, ${load.repeats} requests repeated (${reasons || 'none'})`);
    t.diagnostic(report.trim().replaceAll('\n', '; '));
  }

  it(`survives kill -9, ${kills} times under load`, async (t) => {
    await underLoad(t, async (load) => {
      for (let i = 0; i < kills; ++i) {
        await sleep(100 + Math.random() * 500);
        load.mustGoOn();
        const roles = [...stage.system.processes.keys()];
        const role = roles[Math.floor(Math.random() * roles.length)];
        await stage.system.kill(role);
        stage.system.startRole(role);
        await stage.system.ready();
      }
    });
  });

  it('hands on to the callback service exactly once although killed in between', async () => {
    const orders = [];
    for (let i = 0; i < 5; ++i) {
      orders.push(await inCallback(stage));
      for (const role of [...stage.system.processes.keys()]) {
        await stage.system.kill(role);
        stage.system.startRole(role);
      }
      await stage.system.ready();
    }
    for (const order of orders) {
      const task = await taskOf(stage.callback, order);
      await stage.callback.task(task, 'claim');
      await stage.callback.task(task, 'recordAttempt', { outcome: 'REACHED' });
      await stage.callback.task(task, 'complete', { decision: 'PASS', resolved: 'RESOLVED', satisfaction: 'SATISFIED' });
      await untilState(stage.dispatcher, order, 'CLOSED');
    }
    const tasks = await stage.system.sql('SELECT count(*), count(DISTINCT work_order_id) FROM callback.task');
    assert.equal(tasks, '5|5');
  });

  for (const action of ['stop', 'kill']) {
    it(`goes on when PostgreSQL is restarted under load (${action})`, async (t) => {
      await underLoad(t, async (load) => {
        for (let i = 0; i < restarts; ++i) {
          await sleep(700);
          load.mustGoOn();
          await postgres(action);
          await sleep(300);
          await postgres('start');
          await stage.system.ready();
        }
        await sleep(500);
      });
    });
  }

  it('goes on without Redis, and when it comes back empty', async (t) => {
    await underLoad(t, async (load) => {
      await sleep(500);
      await stage.system.stopRedis();
      await sleep(1500);
      await stage.system.startRedis();
      for (let i = 0; i < 5; ++i) {
        await sleep(200);
        await stage.system.redisCommand('FLUSHALL');
      }
      await load.finish();
      assert.equal(load.refusals.size, 0, `refused: ${JSON.stringify([...load.refusals])}`);
    });
  });

  it('refuses files when the disk is full, and nothing else', async (t) => {
    const files = `${stage.system.directory}/data`;
    mkdirSync(files, { recursive: true });
    try {
      await execute('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', files]);
    } catch (error) {
      return t.skip(`a small disk cannot be mounted here: ${error.stderr.trim()}`);
    }
    try {
      await stage.system.restart();
      const kept = [];
      let refused;
      for (let i = 0; i < 20 && !refused; ++i) {
        const data = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(500_000, i + 1)]);
        await stage.agent.upload(`证据${i}.pdf`, data).then((file) => kept.push({ ...file, data }), (problem) => (refused = problem));
      }
      assert.ok(refused.status >= 500, String(refused));
      t.diagnostic(`after ${kept.length} files: ${refused.status} ${refused.reason}`);
      assert.equal(Number(await stage.system.sql(`SELECT count(*) FROM workorder.attachment`)), kept.length);
      await register(stage.agent, { attachmentIds: [kept[0].id] });
      for (const { id, data } of kept) assert.ok((await stage.agent.get(`/attachments/${id}:download`)).equals(data));
      const { stdout } = await execute('find', [files, '-type', 'f']);
      assert.equal(stdout.trim().split('\n').filter((name) => !name.includes('dev-clock')).length, kept.length, stdout);
      await execute('mount', ['-o', 'remount,size=20m', files]);
      await stage.agent.upload('再来.pdf', Buffer.from('%PDF-1.7\n'));
    } finally {
      await stage.system.stopServing();
      await execute('umount', [files]);
      await stage.system.serve();
    }
  });

  it('is whole at the end', async () => {
    await stage.system.hotline('verify', 'history');
    await expectProblem(stage.anyone.get('/me'), 'SIGN_IN_REQUIRED', 401);
  });
});
