// Who plays: the demo court's people and departments, and citizens with requests of the kind that arrive.
import { after, before } from 'node:test';
import { Client } from './client.mjs';
import { System } from './system.mjs';

export const accounts = ['admin', 'agent', 'dispatcher', 'handler', 'reviewer', 'callback', 'supervisor', 'auditor'];

// In a describe(): starts a system before its tests and stops it after them. The object returned is filled when the
// tests run: `system`, the people by account, `departments` by kind, `anyone`.
export function useSystem(options = {}) {
  const stage = {};
  before(async () => {
    stage.system = await System.start(options);
    Object.assign(stage, await signInAll(stage.system));
  });
  after(async () => {
    if (stage.system) await stage.system.stop();
  });
  return stage;
}

export async function signInAll(system) {
  const people = {};
  for (const account of accounts) people[account] = await Client.login(system.url, account, system.password);
  const court = (await people.admin.get('/me')).court;
  const { departments } = await people.admin.get('/departments', { courtId: court.id, pageSize: 200 });
  return {
    ...people,
    anyone: new Client(system.url),
    court,
    departments: Object.fromEntries(departments.map((department) => [department.kind, department])),
  };
}

// A new user with these roles, signed in, the first password changed.
export async function hire(stage, account, { roles, department, court }) {
  const { user, initialPassword } = await stage.admin.post('/users', {
    account,
    name: `测试${account}`.slice(0, 60),
    roleCodes: roles,
    ...(department ? { departmentId: department.id } : {}),
    ...(court ? { courtId: court.id } : {}),
  });
  const password = `first-${account}-2026`;
  const client = await Client.login(stage.system.url, account, initialPassword);
  await client.post('/auth:changePassword', { oldPassword: initialPassword, newPassword: password });
  const me = await client.get('/me');
  client.permissions = me.permissions ?? [];
  client.user = me.user ?? user;
  client.password = password;
  return client;
}

let citizens = 0;

// A telephone number that nobody else has.
export function phone() {
  return `138${String(10_000_000 + process.pid % 10_000 * 1000 + (citizens++ % 1000)).padStart(8, '0')}`;
}

// An ID number with a right check digit (GB 11643-1999).
export function idNumber(sequence = citizens++) {
  const digits = `440305198${sequence % 10}0312${String(sequence % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * weights[i], 0);
  return digits + '10X98765432'[sum % 11];
}

// What an agent types in while the citizen is on the telephone.
export function request(overrides = {}) {
  const { requester, ...rest } = overrides;
  return {
    requester: { name: '李建国', phone: phone(), ...requester },
    channel: 'PHONE',
    type: 'CONTACT_JUDGE',
    title: '询问执行案件进展，请法官回电',
    content: '当事人来电：本人系（2026）粤0305执1234号案件申请执行人，立案已四个月，未接到承办法官联系，希望告知财产查控情况。',
    caseNumber: '(2026)粤0305执1234号',
    urgency: 'NORMAL',
    region: '广东省深圳市南山区',
    ...rest,
  };
}

// Registers; answers with the order and what only the registration tells: `extractionCode`, `duplicates`.
export async function register(agent, overrides = {}) {
  const reply = await agent.post('/workOrders', request(overrides));
  return { ...reply.workOrder, extractionCode: reply.extractionCode, duplicates: reply.duplicates ?? [], attached: reply.attached };
}

// Shortcuts to a state, for scenarios that begin there. All through the enforcement bureau, where handler and reviewer are.
export async function dispatched(stage, overrides = {}) {
  const order = await register(stage.agent, overrides);
  const after = await stage.dispatcher.command(order, 'dispatch', { departmentId: stage.handler.user.departmentId });
  return { ...order, ...after };
}
export async function inProgress(stage, overrides = {}) {
  const order = await dispatched(stage, overrides);
  return { ...order, ...(await stage.handler.command(order, 'signIn')) };
}
export async function inHotlineReview(stage, overrides = {}) {
  const order = await inProgress(stage, overrides);
  await stage.handler.command(order, 'submitFeedback', { channel: 'PHONE', content: '已电话告知申请执行人：银行账户已冻结，房产已查封待评估。' });
  return { ...order, ...(await stage.reviewer.command(order, 'reviewByDepartment', { decision: 'APPROVE' })) };
}
export async function inCallback(stage, overrides = {}) {
  const order = await inHotlineReview(stage, overrides);
  return { ...order, ...(await stage.dispatcher.command(order, 'reviewByHotline', { decision: 'APPROVE' })) };
}

// The callback task of an order's present round; it follows the order within moments.
export async function taskOf(agent, order, states = ['OPEN', 'CLAIMED', 'CONCLUDING']) {
  for (let tick = 0; tick < 500; ++tick) {
    const { callbackTasks = [] } = await agent.get('/callbackTasks', { state: states, pageSize: 200 });
    const task = callbackTasks.find((one) => one.workOrderId === order.id && one.round === order.round);
    if (task) return task;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no callback task for ${order.number} round ${order.round}`);
}

// The latest notice of an order in a user's inbox; it follows the order within moments.
export async function noticeOf(reader, order, eventType = 'work_order.dispatched') {
  for (let tick = 0; tick < 500; ++tick) {
    const { notices = [] } = await reader.get('/notices', { pageSize: 200 });
    const notice = notices.find((one) => one.workOrderId === order.id && one.eventType === eventType);
    if (notice) return notice;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no notice of ${eventType} for ${order.number}`);
}

// Waits until the order is in the state; for what another service does on its own.
export async function untilState(reader, order, state) {
  let seen;
  for (let tick = 0; tick < 500; ++tick) {
    seen = await reader.order(order);
    if (seen.state === state) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${order.number} is ${seen.state}, not ${state}`);
}

// The events of a history that a person made: the deadline service adds its own at any time.
export const byPeople = (events) => events.filter((event) => event.actorName !== '期限监控');
