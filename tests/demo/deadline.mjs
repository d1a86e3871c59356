// 一件工单的期限: the same court over the National Day holiday of 2026, with a clock that can be advanced. Every notice and every due time
// is checked against what the calendar says; the explanations are the system's own.
import assert from 'node:assert/strict';
import { citizen, feedbacks, request } from './story.mjs';

const at = (text) => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`);
const beijing = (time) =>
  new Date(time).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(5, 16);

export class DeadlineStory {
  // stage: {people, anyone, bureau, tell, signIn}
  constructor(stage) {
    Object.assign(this, stage);
  }

  async now() {
    return new Date((await this.anyone.get('/dev/clock')).now);
  }

  // Steps the clock to this time and lets the deadline service do what is due.
  async goTo(text) {
    const ahead = at(text) - (await this.now());
    assert.ok(ahead > 0, `时钟已过 ${text}`);
    await this.anyone.post('/dev/clock:advance', { duration: `${(ahead / 1000).toFixed(3)}s` });
    await this.signIn(); // Sessions do not outlive days.
    console.log(`\n    —— ${text} ——`);
  }

  // Waits until the order is as it should be: the deadline service works in the background.
  async until(order, what, holds) {
    for (let tick = 0; tick < 250; ++tick) {
      const now = await this.people.dispatcher.order(order);
      if (holds(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    throw new Error(`没有等到：${what}`);
  }

  dueAt(order, text) {
    return this.until(order, `期限 ${text}`, (now) => now.dueTime && beijing(now.dueTime) === text);
  }

  // What the timer has written into the history, as "clock action".
  async notices(order, count) {
    for (let tick = 0; tick < 250; ++tick) {
      const { events } = await this.people.auditor.get(`/workOrders/${order.id}/events`);
      const found = events.filter((event) => JSON.parse(event.payload).rung);
      if (found.length >= count) {
        assert.equal(found.length, count, `应有 ${count} 次提醒，实有 ${found.length} 次`);
        return found.map((event) => `${JSON.parse(event.payload).clock} ${event.type.slice(11)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    throw new Error(`没有等到第 ${count} 次提醒`);
  }

  async explain(order) {
    const { clocks } = await this.people.dispatcher.get(`/workOrders/${order.id}/deadline:explain`);
    for (const clock of clocks) console.log(`\n    ${clock.text.replaceAll('\n', '\n    ')}`);
    console.log();
    return clocks;
  }

  async dispatch(title) {
    const { agent, dispatcher } = this.people;
    const content = `${title}。${request.content}`;
    const { workOrder } = await agent.post('/workOrders', { ...request, title, content, requester: { ...citizen, phone: undefined, anonymous: true } });
    return dispatcher.command(workOrder, 'dispatch', { departmentId: this.bureau.id });
  }

  // 签收迟了，期限也过了: reminded, urged, reported to the head, supervised; an extension asked for too late.
  async late() {
    await this.goTo('09-29 14:10');
    let order = await this.dispatch('国庆前来电：请法官回电');
    order = await this.dueAt(order, '10-08 17:30');
    this.tell('dispatcher', `派单 ${order.number}：当日不计，9月30日、10月8日为两个工作日，国庆放假不计`, `办理期限至 ${beijing(order.dueTime)}`);

    await this.goTo('09-30 12:00');
    assert.deepEqual(await this.notices(order, 1), ['SIGN_IN reminded']);
    this.tell('系统', '签收期限过半：提醒部门签收');
    await this.goTo('09-30 17:30');
    assert.deepEqual((await this.notices(order, 4)).sort(), ['HANDLING reminded', 'SIGN_IN head_notified', 'SIGN_IN reminded', 'SIGN_IN urged']);
    order = await this.until(order, '催办计数', (now) => now.urgeCount === 1);
    this.tell('系统', '签收逾期：催办派单与承办双方，告知部门负责人；办理期限过半：提醒', `催办 ${order.urgeCount} 次`);

    await this.goTo('10-08 09:05');
    order = await this.people.handler.command(order, 'signIn');
    this.tell('handler', '节后签收（迟）');
    await this.goTo('10-08 17:31');
    assert.deepEqual((await this.notices(order, 7)).slice(4).sort(), ['HANDLING head_notified', 'HANDLING reminded', 'HANDLING urged']);
    this.tell('系统', '办理期限用去八成时提醒；届满：再次催办，告知部门负责人');
    await assert.rejects(
      this.people.handler.command(order, 'requestExtension', { workingDays: 2, legalBasis: '《民事诉讼法》第八十六条', reason: '需要异地核查' }),
      (problem) => {
        this.tell('handler', '期限届满后申请延期，被拒绝', problem.reply.json.detail);
        return problem.reason === 'EXTENSION_TOO_LATE';
      },
    );
    await this.goTo('10-10 17:31');
    assert.deepEqual((await this.notices(order, 9)).slice(7).sort(), ['HANDLING head_notified', 'HANDLING supervised']);
    order = await this.people.dispatcher.order(order);
    assert.equal(beijing(order.supervisions[0].deadline), '10-13 17:30');
    this.tell('系统', `逾期满两个工作日（10月10日周六调休上班）：转督办 ${order.supervisions[0].number}`, `限 ${beijing(order.supervisions[0].deadline)} 前答复`);
    order = await this.people.handler.command(order, 'replySupervision', { reply: '已约谈承办人，今日联系当事人。' });
    order = await this.people.handler.command(order, 'submitFeedback', { channel: 'PHONE', content: feedbacks.full });
    this.tell('handler', '答复督办并反馈', '系统对期限的说明：');
    await this.explain(order);
  }

  // 按时申请延期、因等待材料挂起: the due time moves by working days, and a pause credits no time off.
  async inTime() {
    await this.goTo('10-12 10:00');
    let order = await this.dispatch('节后来电：补充财产线索');
    order = await this.people.handler.command(order, 'signIn');
    order = await this.dueAt(order, '10-14 17:30');
    this.tell('dispatcher', `派单 ${order.number}，当日签收`, `办理期限至 ${beijing(order.dueTime)}`);

    await this.goTo('10-13 09:00');
    await this.people.handler.command(order, 'requestExtension', { workingDays: 2, legalBasis: '《民事诉讼法》第八十六条', reason: '等待不动产登记机构回函' });
    await this.people.dispatcher.command(order, 'decideExtension', { decision: 'APPROVE', comment: '同意，请告知当事人' });
    order = await this.dueAt(order, '10-16 17:30');
    this.tell('dispatcher', '届满前申请延期两个工作日，批准', `办理期限至 ${beijing(order.dueTime)}`);

    await this.goTo('10-14 12:00');
    await this.people.handler.command(order, 'requestSuspension', { reasonCode: 'AWAITING_MATERIAL', reason: '等待申请执行人补充财产线索' });
    await this.people.dispatcher.command(order, 'decideSuspension', { decision: 'APPROVE' });
    order = await this.until(order, '挂起期间没有期限', (now) => now.state === 'SUSPENDED' && !now.dueTime);
    this.tell('dispatcher', '等待补充材料，批准挂起：停止计时');
    await this.goTo('10-19 13:50');
    await this.people.handler.command(order, 'resume');
    order = await this.dueAt(order, '10-21 17:30');
    this.tell('handler', '材料补齐，恢复办理：四个工作日已用一天半，余两天半', `办理期限至 ${beijing(order.dueTime)}`);
    await this.goTo('10-20 10:00');
    assert.deepEqual(await this.notices(order, 1), ['HANDLING reminded']);
    order = await this.people.handler.command(order, 'submitFeedback', { channel: 'PHONE', content: feedbacks.second });
    this.tell('handler', '按时反馈', '系统对期限的说明：');
    await this.explain(order);
  }
}
