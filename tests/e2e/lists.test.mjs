// Finding orders: filters, sort, pages, counts, live counts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectProblem } from './lib/client.mjs';
import { dispatched, inProgress, register, useSystem } from './lib/cast.mjs';

describe('lists', () => {
  const stage = useSystem();
  const made = [];
  const list = async (query, who = stage.dispatcher) => (await who.get('/workOrders', { pageSize: 200, ...query })).workOrders;
  const ids = (orders) => orders.map((order) => order.id);

  it('has something to list', async () => {
    for (let i = 0; i < 7; ++i) {
      made.push(await register(stage.agent, {
        title: `第${i}号来电`, type: i % 2 ? 'PETITION' : 'CASE_QUERY', channel: i % 3 ? 'PHONE' : 'WECHAT',
        urgency: i === 4 ? 'CRITICAL' : 'NORMAL', caseNumber: `（2026）粤0305执${100 + i}号`, region: i < 3 ? '福田区' : '南山区',
      }));
    }
    made.push(await dispatched(stage, { title: '已派出' }), await inProgress(stage, { title: '办理中' }));
    await stage.dispatcher.command(made[6], 'cancel', { reason: '重复登记' });
    await stage.supervisor.command(made[8], 'supervise', { requirement: '说明情况', deadline: stage.system.in({ days: 1 }) });
    await stage.handler.command(made[7], 'requestReturn', { reason: '非本部门' });
  });

  it('filters by every field', async () => {
    const filters = [
      [{ state: 'PENDING_DISPATCH' }, [0, 1, 2, 3, 4, 5]],
      [{ state: ['DISPATCHED', 'CANCELED'] }, [6, 7]],
      [{ open: true }, [0, 1, 2, 3, 4, 5, 7, 8]],
      [{ type: 'PETITION' }, [1, 3, 5]],
      [{ urgency: 'CRITICAL' }, [4]],
      [{ channel: 'WECHAT' }, [0, 3, 6]],
      [{ departmentId: stage.handler.user.departmentId }, [7, 8]],
      [{ handlerId: stage.handler.user.id }, [8]],
      [{ caseNumber: '(2026) 粤0305执 102号' }, [2]],
      [{ number: made[5].number }, [5]],
      [{ region: '福田区' }, [0, 1, 2]],
      [{ text: '第3号' }, [3]],
      [{ text: '%' }, []],
      [{ createdBefore: made[2].createTime }, [0, 1]],
      [{ createdAfter: made[8].createTime }, [8]],
      [{ pending: 'RETURN' }, [7]],
      [{ supervised: true }, [8]],
      [{ courtId: stage.court.id, type: 'PETITION', state: 'PENDING_DISPATCH', channel: 'WECHAT' }, [3]],
    ];
    for (const [filter, expected] of filters) {
      const found = (await list({ ...filter, orderBy: 'createTime' })).map((order) => made.findIndex((one) => one.id === order.id));
      assert.deepEqual(found, expected, JSON.stringify(filter));
    }
  });

  it('sorts by each key, either way', async () => {
    assert.deepEqual(ids(await list({ orderBy: 'createTime' })), ids(made));
    assert.deepEqual(ids(await list({ orderBy: 'createTime desc' })), ids(made).reverse());
    const updates = (await list({ orderBy: 'updateTime desc' })).map((order) => order.updateTime);
    assert.deepEqual(updates, [...updates].sort().reverse());
    await expectProblem(list({ orderBy: 'title; drop table work_order' }), undefined, 400);
  });

  it('pages without loss or repetition, also while orders arrive', async () => {
    for (const orderBy of ['createTime', 'createTime desc', 'dueTime', 'updateTime']) {
      const seen = [];
      let pageToken = '';
      do {
        const page = await stage.dispatcher.get('/workOrders', { pageSize: 2, orderBy, pageToken, createdBefore: made[8].updateTime });
        assert.ok(page.workOrders.length <= 2);
        seen.push(...ids(page.workOrders));
        pageToken = page.nextPageToken;
        if (seen.length === 4) await register(stage.agent);
      } while (pageToken);
      assert.equal(new Set(seen).size, seen.length, orderBy);
      assert.deepEqual([...seen].sort(), ids(made).sort(), orderBy);
    }
  });

  it('takes no page token that is forged, of another filter or of another user', async () => {
    const { nextPageToken } = await stage.dispatcher.get('/workOrders', { pageSize: 2 });
    assert.ok(nextPageToken);
    const bent = nextPageToken.slice(0, -3) + (nextPageToken.endsWith('AAA') ? 'BBB' : 'AAA');
    for (const [who, query] of [
      [stage.dispatcher, { pageToken: bent }],
      [stage.dispatcher, { pageToken: nextPageToken, state: 'CLOSED' }],
      [stage.supervisor, { pageToken: nextPageToken }],
    ]) await expectProblem(who.get('/workOrders', { pageSize: 2, ...query }), 'INVALID_PAGE_TOKEN', 400);
    await expectProblem(list({ pageSize: 201 }), 'INVALID_INPUT', 400);
  });

  it('shows departments and handlers their own desk', async () => {
    assert.deepEqual(ids(await list({ orderBy: 'createTime' }, stage.handler)), [made[7].id, made[8].id]);
    assert.deepEqual(ids(await list({ mine: true }, stage.handler)), [made[8].id]);
    assert.ok((await list({ mine: true }, stage.agent)).length >= 9);
    assert.deepEqual(ids(await list({ mine: true }, stage.dispatcher)), []);
  });

  it('counts what a user sees', async () => {
    const { counts, pendingApplications } = await stage.handler.get('/workOrders:countByState');
    const nonzero = Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== '0'));
    assert.deepEqual(nonzero, { DISPATCHED: '1', IN_PROGRESS: '1' });
    assert.equal(pendingApplications, '1');
  });

  it('tells of changes as they happen (server-sent events)', async () => {
    const stop = new AbortController();
    const response = await fetch(`${stage.system.url}/api/v1/workOrders:watchCounts`, {
      headers: { ...stage.handler.headers, Accept: 'text/event-stream' }, signal: stop.signal,
    });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^text\/event-stream/);
    const counts = countsOf(response.body);
    assert.equal(Number((await counts.next()).value.counts.DISPATCHED), 1);
    const order = await dispatched(stage);
    for await (const now of counts) if (Number(now.counts.DISPATCHED) === 2) break;
    await stage.handler.command(order, 'signIn');
    stop.abort();
  });

  it('knows the dictionaries', async () => {
    const { types, suspensionReasons } = await stage.handler.get('/workOrderTypes');
    assert.equal(types.length, 12);
    assert.ok(types.some((type) => type.name === '联系法官'));
    assert.ok(suspensionReasons.length > 0);
    assert.equal((await register(stage.agent, { type: '表扬' })).type, 'PRAISE'); // By its Chinese name, too.
    await expectProblem(register(stage.agent, { type: 'NO_SUCH' }), undefined, 400);
  });
});

async function* countsOf(body) {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const data = text.slice(0, end).split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('');
      if (data) yield JSON.parse(data);
    }
  }
}
