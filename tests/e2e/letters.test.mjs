// Letters to people outside: an SMS to the citizen and an e-mail to a head of department, taken by servers of the test's own. What the
// provider checks is checked here with Node's own cryptography.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dispatched, inProgress, phone, register, signInAll, useSystem } from './lib/cast.mjs';

const secret = 'e2e-secret';
const directory = mkdtempSync('/tmp/hotline-letters-');
const secretFile = join(directory, 'sms-secret');
writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });

// Waits for the first of `list` that fits.
async function until(list, fits) {
  for (let tick = 0; tick < 1500; ++tick) {
    const found = list.find(fits);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nothing came that fits; came: ${JSON.stringify(list)}`);
}

// The SMS provider.
const texts = [];
const provider = createServer(async (request, response) => {
  const chunks = await request.toArray();
  const fields = new URLSearchParams(Buffer.concat(chunks).toString());
  texts.push({ url: request.url, ...Object.fromEntries(fields) });
  response.end(JSON.stringify({ RequestId: '1', BizId: '2', Code: 'OK', Message: 'OK' }));
});
provider.listen(0, '127.0.0.1');
await once(provider, 'listening');

// The mail server.
const script = fileURLToPath(new URL('../../services/notification/testing/mail_server.py', import.meta.url));
const mailServer = spawn(script, { stdio: ['pipe', 'pipe', 'inherit'] });
const mails = [];
const lines = createInterface({ input: mailServer.stdout });
const [mailPort] = await once(lines, 'line');
lines.on('line', (line) => mails.push(JSON.parse(line)));

function signatureOf({ Signature, url, ...fields }) {
  const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = Object.keys(fields).sort().map((name) => `${name}=${encode(fields[name])}`).join('&');
  return createHmac('sha1', `${secret}&`).update(`POST&%2F&${encode(query)}`).digest('base64');
}

describe('letters', () => {
  const stage = useSystem({
    'allowed-networks': ['127.0.0.0/8'],
    'smtp-url': `smtp://127.0.0.1:${mailPort}`,
    'smtp-from': 'hotline@court.test',
    'sms-url': `http://127.0.0.1:${provider.address().port}/`,
    'sms-key-id': 'e2e-key',
    'sms-key-secret-file': secretFile,
    'sms-sign-name': '某某法院',
    'sms-templates': ['sms_registered=SMS_1', 'sms_closed=SMS_2', 'sms_extended=SMS_3'],
  });
  after(() => {
    provider.close();
    mailServer.stdin.end();
    rmSync(directory, { recursive: true });
  });

  // Nobody is written to at night: on to ten in the morning, in China.
  async function morning(days = 0) {
    const now = stage.system.now();
    const minutes = (now.getUTCHours() + 8) % 24 * 60 + now.getUTCMinutes();
    await stage.system.advance({ days, minutes: (34 * 60 - minutes) % (24 * 60) });
    Object.assign(stage, await signInAll(stage.system)); // Sessions have ended meanwhile, unless it is nearly ten now.
  }
  const deliveriesOf = async (order) =>
    (await stage.admin.get('/deliveries', { workOrderId: order.id, pageSize: 200 })).deliveries ?? [];

  it('tell the citizen that the request is registered, and never the extraction code', async () => {
    await morning();
    const citizen = phone();
    const order = await register(stage.agent, { requester: { phone: citizen } });
    const text = await until(texts, (one) => one.PhoneNumbers === citizen);
    assert.equal(text.url, '/');
    assert.equal(text.Signature, signatureOf(text));
    assert.equal(text.SignName, '某某法院');
    assert.equal(text.TemplateCode, 'SMS_1');
    assert.deepEqual(JSON.parse(text.TemplateParam), { orderNumber: order.number });
    assert.ok(!JSON.stringify(text).includes(order.extractionCode));
    for (let tick = 0; (await deliveriesOf(order))[0]?.state !== 'DELIVERED'; ++tick) assert.ok(tick < 500);
    const [delivery] = await deliveriesOf(order);
    assert.equal(delivery.id, text.OutId);
    assert.ok(!JSON.stringify(delivery).includes(citizen));
    assert.equal(await stage.system.sql(`SELECT reason FROM workorder.contact_log WHERE work_order_id = '${order.id}'`), '登记告知');
    // Reading the number made nobody's etag stale.
    await stage.dispatcher.command(order, 'dispatch', { departmentId: stage.handler.user.departmentId });
  });

  it('tell the citizen the new date when an extension is granted', async () => {
    const citizen = phone();
    const order = await inProgress(stage, { requester: { phone: citizen } });
    await until(texts, (one) => one.PhoneNumbers === citizen && one.TemplateCode === 'SMS_1');
    await stage.system.advance({ minutes: 2 }); // One a minute to a number.
    await stage.handler.command(order, 'requestExtension', { workingDays: 3, legalBasis: '《某某法院热线工作规程》第九条', reason: '需实地查控财产' });
    await stage.dispatcher.command(order, 'decideExtension', { decision: 'APPROVE', workingDays: 3 });
    const text = await until(texts, (one) => one.PhoneNumbers === citizen && one.TemplateCode === 'SMS_3');
    const due = new Date(new Date((await stage.agent.order(order)).dueTime).getTime() + 8 * 3600_000); // In China.
    const digits = (number) => String(number).padStart(2, '0');
    assert.deepEqual(JSON.parse(text.TemplateParam), {
      orderNumber: order.number,
      dueTime: `${due.getUTCMonth() + 1}月${due.getUTCDate()}日 ${digits(due.getUTCHours())}:${digits(due.getUTCMinutes())}`,
    });
  });

  it('tell nothing to who stays anonymous', async () => {
    const order = await register(stage.agent, { requester: { name: '', phone: '', anonymous: true } });
    await stage.agent.command(order, 'answer', { answer: '已当场解答。' });
    const dropped = async () => (await deliveriesOf(order)).filter((one) => one.state === 'DROPPED' && one.reason === 'NO_ADDRESS');
    for (let tick = 0; (await dropped()).length < 2; ++tick) assert.ok(tick < 500); // Of the registration and the answer.
    assert.ok(!texts.some((one) => one.TemplateParam.includes(order.number)));
  });

  it('tell the head of a department by e-mail what is overdue', async () => {
    const { departments } = await stage.admin.get('/departments', { courtId: stage.court.id, pageSize: 200 });
    const { headUserId } = departments.find((one) => one.id === stage.handler.user.departmentId);
    await stage.admin.patch(`/users/${headUserId}`, { email: 'head@court.test' });
    const order = await dispatched(stage);
    await morning(10);
    const mail = await until(mails, (one) => one.headers.subject.startsWith('逾期告知') && one.headers.subject.includes(order.number));
    assert.deepEqual(mail.to, ['head@court.test']);
    assert.equal(mail.from, 'hotline@court.test');
    assert.match(mail.body, /未按时完成/);
  });
});
