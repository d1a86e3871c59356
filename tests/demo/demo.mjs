// 一件工单的一生: plays it over REST with the demo accounts, tells it as a person would like to read it, and checks every state.
import assert from 'node:assert/strict';
import { byPeople } from '../e2e/lib/cast.mjs';
import { Client } from '../e2e/lib/client.mjs';
import { DeadlineStory } from './deadline.mjs';
import { citizen, request, feedbacks } from './story.mjs';

const url = process.env.HOTLINE_URL;
const password = process.env.HOTLINE_DEMO_PASSWORD;
if (!url || !password) {
  console.error('演示需要正在运行的系统：请先执行 ./dev up，再执行 ./dev demo');
  process.exit(2);
}

const posts = {
  agent: '坐席', dispatcher: '派单员', handler: '承办人', reviewer: '部门审核人', callback: '回访员', supervisor: '监督指挥', auditor: '审计员',
};
const stateNames = {
  PENDING_DISPATCH: '待派单', DISPATCHED: '已派单', IN_PROGRESS: '办理中', SUSPENDED: '挂起', DEPARTMENT_REVIEW: '待部门审核',
  HOTLINE_REVIEW: '待热线办审核', CALLBACK: '待回访', CLOSED: '办结', CANCELED: '作废', MERGED: '并单',
};
const people = {};
const anyone = new Client(url);
let order;
let steps = 0;

// Chinese characters take two columns.
const width = (text) => [...text].reduce((sum, c) => sum + (c.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
const padded = (text, columns) => text + ' '.repeat(Math.max(1, columns - width(text)));
const localTime = (time) => new Date(time).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });

function tell(who, what, ...details) {
  const name = people[who] ? `${posts[who]} ${people[who].user.name}` : who;
  console.log(`${String(++steps).padStart(2)}  ${padded(name, 24)}${what}`);
  for (const detail of details) console.log(`    ${' '.repeat(24)}${detail}`);
}

// A command to the order, and the state in which it must then be.
async function act(who, command, body, state, what, ...details) {
  order = await people[who].command(order, command, body);
  expectState(state);
  tell(who, what, ...details, stateLine());
}

function expectState(state) {
  assert.equal(order.state, state, `工单应为${stateNames[state]}，实为${stateNames[order.state]}`);
}
const stateLine = () => `〔${stateNames[order.state]}${order.round > 1 ? ` · 第${order.round}轮` : ''}〕`;

async function follow(state) {
  for (let tick = 0; tick < 250; ++tick) {
    order = await people.dispatcher.order(order);
    if (order.state === state) return;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  expectState(state);
}

async function callbackTask() {
  for (let tick = 0; tick < 250; ++tick) {
    let pageToken = '';
    do {
      const page = await people.callback.get('/callbackTasks', { state: 'OPEN', pageSize: 200, pageToken });
      const task = page.callbackTasks.find((one) => one.workOrderId === order.id && one.round === order.round);
      if (task) return task;
      pageToken = page.nextPageToken;
    } while (pageToken);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  throw new Error('没有等到回访任务');
}

async function callBack(result, comment) {
  const task = await callbackTask();
  await people.callback.task(task, 'claim');
  const { requester } = await people.callback.command(order, 'reveal', { reason: '回访当事人' });
  assert.equal(requester.phone, citizen.phone);
  const missed = await people.callback.task(task, 'recordAttempt', { outcome: 'NO_ANSWER' });
  tell('callback', `领取回访任务，以“回访当事人”为由查看电话并拨打：无人接听`, `系统建议不早于 ${localTime(missed.nextAttemptTime)} 再拨`);
  await people.callback.task(task, 'recordAttempt', { outcome: 'REACHED', comment });
  await people.callback.task(task, 'complete', { ...result, comment });
}

async function publicQuery(code) {
  const shown = await anyone.post('/public/workOrders:query', { number: order.number, extractionCode: code });
  assert.equal(shown.state, order.state);
  return shown;
}

async function signIn() {
  for (const account of Object.keys(posts)) people[account] = await Client.login(url, account, password);
}

async function play() {
  await signIn();
  const { departments } = await people.dispatcher.get('/departments', { pageSize: 200, courtId: people.dispatcher.user.courtId });
  const bureau = departments.find((one) => one.id === people.handler.user.departmentId);
  console.log(`\n${(await people.agent.get('/me')).court.name} · 12368 诉讼服务热线 · 一件工单的一生\n`);

  // 登记
  const earlier = await people.agent.post('/workOrders:search', { phone: citizen.phone });
  assert.equal(earlier.workOrders.length, 0);
  tell('agent', `${citizen.name}来电，来电号码没有历史工单`);
  const registered = await people.agent.post('/workOrders', request);
  order = registered.workOrder;
  const code = registered.extractionCode;
  expectState('PENDING_DISPATCH');
  assert.equal(order.caseNumber, '（2026）粤0305执1234号');
  assert.equal(order.requester.name, '陈某某');
  tell('agent', `登记工单 ${order.number}：${order.title}`, `案号 ${order.caseNumber} · 类型 ${order.typeName}`,
    `告知当事人：工单编号 ${order.number}，提取码 ${code}`, stateLine());
  tell('当事人 陈某某', `用编号和提取码查询：${(await publicQuery(code)).stateName}`);

  // 派单、签收、催办
  await act('dispatcher', 'dispatch', { departmentId: bureau.id, comment: '请两个工作日内联系当事人并反馈', urgency: 'URGENT' }, 'DISPATCHED',
    `派单至${bureau.name}，标为紧急`, '办理期限从派单起算');
  await act('handler', 'signIn', {}, 'IN_PROGRESS', '签收并成为承办人');
  assert.equal(order.handlerName, people.handler.user.name);

  const again = { ...request, title: '再次询问执行进展', content: '昨天打过电话，还没有人联系我。', caseNumber: '2026粤0305执1234号' };
  const { duplicates } = await people.agent.post('/workOrders:checkDuplicates', {
    requester: again.requester, caseNumber: again.caseNumber, title: again.title, content: again.content,
  });
  assert.ok(duplicates.some((one) => one.id === order.id && one.same.includes('PHONE') && one.same.includes('CASE_NUMBER')));
  const attached = await people.agent.post('/workOrders', { ...again, attachToId: order.id });
  assert.ok(attached.attached);
  order = attached.workOrder;
  assert.equal(order.urgeCount, 1);
  expectState('IN_PROGRESS');
  tell('agent', '当事人再次来电。系统提示同一电话、同一案号的在办工单，并入原单并催办，不另立新单', `催办 ${order.urgeCount} 次`);

  // 延期、督办
  await act('handler', 'requestExtension', { workingDays: 3, legalBasis: '《最高人民法院关于民事执行中财产调查若干问题的规定》', reason: '等待不动产登记机构回函' },
    'IN_PROGRESS', '申请延期 3 个工作日');
  await act('dispatcher', 'decideExtension', { decision: 'APPROVE', workingDays: 2, comment: '同意延期 2 日，请告知当事人' }, 'IN_PROGRESS', '批准延期 2 个工作日');
  await act('supervisor', 'supervise', { requirement: '请说明两日未联系当事人的原因', deadline: new Date(Date.now() + 30 * 86_400_000).toISOString() },
    'IN_PROGRESS', '发出督办');
  await act('handler', 'replySupervision', { reply: '因外出查封，已安排专人于今日联系当事人。' }, 'IN_PROGRESS', `回复督办 ${order.supervisions[0].number}`);

  // 反馈与两级审核
  await act('handler', 'submitFeedback', { channel: 'PHONE', content: feedbacks.thin }, 'DEPARTMENT_REVIEW', `电话反馈：“${feedbacks.thin}”`);
  await act('reviewer', 'reviewByDepartment', { decision: 'REJECT', comment: '未说明财产查控结果，请补充' }, 'IN_PROGRESS', '审核不通过：未说明财产查控结果');
  await act('handler', 'submitFeedback', { channel: 'PHONE', content: feedbacks.full }, 'DEPARTMENT_REVIEW', '补充后再次反馈', `“${feedbacks.full}”`);
  await act('reviewer', 'reviewByDepartment', { decision: 'APPROVE' }, 'HOTLINE_REVIEW', '部门审核通过');
  await act('dispatcher', 'reviewByHotline', { decision: 'APPROVE' }, 'CALLBACK', '热线办审核通过，转回访');

  // 回访不通过，重办
  await callBack({ decision: 'REJECT', resolved: 'PARTLY_RESOLVED', satisfaction: 'DISSATISFIED' }, '当事人希望法官本人回电说明评估时间');
  await follow('DISPATCHED');
  assert.equal(order.round, 2);
  tell('callback', '再拨接通：部分解决，不满意。退回重办', '意见：当事人希望法官本人回电说明评估时间', stateLine());

  await act('handler', 'signIn', {}, 'IN_PROGRESS', '再次签收');
  await act('handler', 'submitFeedback', { channel: 'PHONE', content: feedbacks.second }, 'DEPARTMENT_REVIEW', '承办法官本人回电后反馈', `“${feedbacks.second}”`);
  await act('reviewer', 'reviewByDepartment', { decision: 'APPROVE' }, 'HOTLINE_REVIEW', '部门审核通过');
  await act('dispatcher', 'reviewByHotline', { decision: 'APPROVE' }, 'CALLBACK', '热线办审核通过，转回访');
  await callBack({ decision: 'PASS', resolved: 'RESOLVED', satisfaction: 'SATISFIED' }, '法官已回电，清楚了');
  await follow('CLOSED');
  assert.equal(order.closeReason, 'CALLBACK_PASSED');
  tell('callback', '再拨接通：已解决，满意', stateLine());

  const shown = await publicQuery(code);
  assert.equal(shown.answer, feedbacks.second);
  tell('当事人 陈某某', `查询结果：${shown.stateName}`, `“${shown.answer}”`);

  const { ratings } = await people.supervisor.get(`/workOrders/${order.id}/ratings`);
  assert.deepEqual(ratings.map((one) => one.satisfaction), ['DISSATISFIED', 'SATISFIED']);
  tell('supervisor', '两轮评价都保留：第1轮 不满意，第2轮 满意');
  await timeline();
}

async function timeline() {
  const { events } = await people.auditor.get(`/workOrders/${order.id}/events`);
  assert.deepEqual(events.map((event) => Number(event.revision)), events.map((_, i) => i + 1));
  const types = byPeople(events).map((event) => event.type.replace('work_order.', ''));
  assert.deepEqual(types, [
    'registered', 'dispatched', 'signed_in', 'urged', 'extension_requested', 'extension_decided', 'supervised', 'supervision_replied',
    'feedback_submitted', 'department_reviewed', 'feedback_submitted', 'department_reviewed', 'hotline_reviewed', 'revealed', 'rework_ordered',
    'signed_in', 'feedback_submitted', 'department_reviewed', 'hotline_reviewed', 'revealed', 'closed',
  ]);
  assert.ok(!JSON.stringify(events).includes(citizen.phone) && !JSON.stringify(events).includes(citizen.name));
  console.log(`\n工单 ${order.number} 的完整流转（${posts.auditor}可见，逐条哈希相链，不含当事人信息）\n`);
  for (const event of events) {
    console.log(`${String(event.revision).padStart(4)}  ${padded(localTime(event.occurTime), 22)}${padded(event.typeName, 24)}${padded(event.actorName, 12)}${event.hash.slice(0, 12)}`);
  }
  console.log(`\n${types.length} 步，每一步的状态都与预期一致。\n`);
}

// 期限: only where the clock can be advanced, and has not yet passed the holiday.
async function deadlines() {
  const clock = await anyone.send('GET', '/dev/clock');
  if (clock.status !== 200 || new Date(clock.json.now) > new Date('2026-09-29T14:10:00+08:00')) {
    console.log('期限一节需要可以拨动的时钟：./dev up --dev-clock 2026-09-28T14:00+08:00\n');
    return;
  }
  const { departments } = await people.dispatcher.get('/departments', { pageSize: 200, courtId: people.dispatcher.user.courtId });
  const bureau = departments.find((one) => one.id === people.handler.user.departmentId);
  console.log('一件工单的期限 · 2026 年国庆前后\n');
  const story = new DeadlineStory({ people, anyone, bureau, tell, signIn });
  await story.late();
  await story.inTime();
  console.log('每一次提醒、每一个期限都与日历一致。\n');
}

try {
  await play();
  await deadlines();
} catch (error) {
  console.error(`\n演示失败（第 ${steps + 1} 步）：${error.message}`);
  process.exitCode = 1;
}
