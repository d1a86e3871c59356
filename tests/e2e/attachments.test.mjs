// Files: what they are is found by content, and who may read them follows the order.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Client, expectProblem } from './lib/client.mjs';
import { dispatched, hire, register, useSystem } from './lib/cast.mjs';

const pdf = (size = 300) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size), Buffer.from('\n%%EOF')]);
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), randomBytes(64)]);

describe('attachments', () => {
  const stage = useSystem();

  it('stores a file and gives back the very bytes', async () => {
    const data = pdf(200_000);
    const file = await stage.agent.upload('执行申请书.pdf', data, 'application/pdf');
    assert.equal(file.fileName, '执行申请书.pdf');
    assert.equal(file.contentType, 'application/pdf');
    assert.equal(Number(file.size), data.length);
    assert.equal(file.sha256, createHash('sha256').update(data).digest('hex'));
    const reply = await stage.agent.send('GET', `/attachments/${file.id}:download`);
    assert.equal(reply.status, 200);
    assert.ok(reply.bytes.equals(data));
    assert.equal(reply.headers.get('content-type'), 'application/pdf');
    assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
    assert.match(reply.headers.get('content-disposition'), /^attachment/);
    assert.match(reply.headers.get('content-disposition'), new RegExp(encodeURIComponent('执行申请书')));
  });

  it('judges by content, not by name or declaration', async () => {
    const found = await stage.agent.upload('照片.pdf', png);
    assert.equal(found.contentType, 'image/png');
    assert.match(found.fileName, /\.png$/);
    await expectProblem(stage.agent.upload('照片.png', png, 'application/pdf'), 'ATTACHMENT_TYPE', 400);
    const windows = Buffer.concat([Buffer.from('MZ\x90\x00', 'latin1'), randomBytes(100)]);
    await expectProblem(stage.agent.upload('材料.pdf', windows), 'ATTACHMENT_TYPE', 400);
    await expectProblem(stage.agent.upload('a.html', Buffer.from('<html><script>alert(1)</script>')), 'ATTACHMENT_TYPE', 400);
    await expectProblem(stage.agent.upload('a.sh', Buffer.from('#!/bin/sh\nid\n')), 'ATTACHMENT_TYPE', 400);
    await expectProblem(stage.agent.upload('空.pdf', Buffer.alloc(0)), 'ATTACHMENT_EMPTY', 400);
  });

  it('cleans names of paths and tricks', async () => {
    for (const name of ['../../etc/passwd', '..\\..\\boot.ini', 'a\u202Efdp.exe', '/x/y/证据.txt', 'con\u0000.txt']) {
      const reply = await stage.agent.send('POST', `/attachments?fileName=${encodeURIComponent(name)}`, {
        raw: Buffer.from('证据说明'), headers: { 'Content-Type': 'text/plain' },
      });
      if (reply.status === 400) continue; // Refused altogether.
      assert.equal(reply.status, 201, reply.text);
      assert.doesNotMatch(reply.json.fileName, /[/\\\u0000-\u001f\u202a-\u202e]|^\./);
      assert.match(reply.json.fileName, /\.txt$/);
    }
  });

  it('takes 20 MiB and no more', async () => {
    const largest = pdf(20 * 1024 * 1024 - 15);
    assert.equal(largest.length, 20 * 1024 * 1024);
    assert.equal(Number((await stage.agent.upload('卷宗.pdf', largest)).size), largest.length);
    await expectProblem(stage.agent.upload('卷宗.pdf', pdf(20 * 1024 * 1024)), 'ATTACHMENT_TOO_LARGE', 400);
    const far = await stage.agent.send('POST', '/attachments', { raw: Buffer.alloc(30 << 20), headers: { 'Content-Type': 'application/pdf' } })
      .catch(() => null); // The server may end the connection while the client still writes.
    if (far) assert.equal(far.status, 413);
  });

  it('belongs to an order from then on, and follows its visibility', async () => {
    const file = await stage.agent.upload('证据.pdf', pdf());
    await expectProblem(stage.handler.get(`/attachments/${file.id}`), 'ATTACHMENT_NOT_FOUND', 404);
    const order = await dispatched(stage, { attachmentIds: [file.id] });
    assert.equal((await stage.handler.get(`/attachments/${file.id}`)).workOrderId, order.id);
    const outsider = await hire(stage, 'outsider', { roles: ['handler'], department: stage.departments.CIVIL_DIVISION });
    await expectProblem(outsider.get(`/attachments/${file.id}`), 'ATTACHMENT_NOT_FOUND', 404);
    await expectProblem(outsider.get(`/attachments/${file.id}:download`), 'ATTACHMENT_NOT_FOUND', 404);
    await expectProblem(register(stage.agent, { attachmentIds: [file.id] }), 'ATTACHMENT_NOT_FOUND'); // Not twice.
    await expectProblem(stage.admin.get(`/attachments/${file.id}`), 'PERMISSION_MISSING', 403);
  });

  it('comes with a feedback, from the one who uploaded it', async () => {
    const order = await dispatched(stage);
    await stage.handler.command(order, 'signIn');
    const report = await stage.handler.upload('回复函.pdf', pdf());
    const foreign = await stage.agent.upload('他人文件.pdf', pdf());
    const feedback = (ids) => stage.handler.command(order, 'submitFeedback', { channel: 'FAX', content: '见附件', attachmentIds: ids });
    await expectProblem(feedback([report.id, foreign.id]), 'ATTACHMENT_NOT_FOUND');
    const after = await feedback([report.id]);
    assert.deepEqual(after.feedbacks[0].attachmentIds, [report.id]);
  });

  it('stands outside the database, readable for the service only', async () => {
    const files = readdirSync(join(stage.system.directory, 'data'), { recursive: true });
    assert.ok(files.length > 0);
  });

  it('is removed when nobody attaches it within a day', async () => {
    const orphan = await stage.agent.upload('忘记.pdf', pdf());
    await stage.system.advance({ hours: 25 });
    const agent = await Client.login(stage.system.url, 'agent', stage.system.password); // Sessions have ended as well.
    await expectProblem(register(agent, { attachmentIds: [orphan.id] }), /^ATTACHMENT_/);
    for (let tick = 0; tick < 300; ++tick) {
      if ((await agent.send('GET', `/attachments/${orphan.id}`)).status === 404) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.fail('still there');
  });
});
