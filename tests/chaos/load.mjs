// Writers that behave as a careful client does: every command has an idempotency key, and is repeated with the same key until
// it is answered. What was acknowledged is remembered, and can be compared with what is there afterwards.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../e2e/lib/client.mjs';
import { request } from '../e2e/lib/cast.mjs';

// Not the command's fault: it may be sent again.
const passing = (status) => status === 429 || status === 503 || status === 504 || status === 502;

export class Load {
  constructor(stage) {
    this.stage = stage;
    this.title = `写入者 ${randomUUID()}`;
    this.orders = []; // {id, number, extractionCode, notes: [text], department}
    this.repeats = 0;
    this.refusals = new Map(); // Of answers that had to be repeated: reason → count.
    this.running = true;
  }

  start(writers = 6) {
    this.writers = Array.from({ length: writers }, () => this.write());
    // A writer that fails must not end the process before somebody looks.
    this.writers.forEach((writer) => writer.catch((error) => (this.failed ??= error)));
  }

  // Lets every writer finish what it has begun.
  async finish() {
    this.running = false;
    await Promise.all(this.writers);
  }

  // Throws what a writer could not take for a passing trouble.
  mustGoOn() {
    if (this.failed) throw this.failed;
  }

  // Ends the writers wherever they are.
  async abandon() {
    this.abandoned = true;
    this.running = false;
    await Promise.allSettled(this.writers);
  }

  async write() {
    const { agent, dispatcher, departments } = this.stage;
    while (this.running) {
      const registered = await this.persist(agent, '/workOrders', request({ title: this.title }));
      const order = { id: registered.id, number: registered.number, extractionCode: registered.extractionCode, notes: [] };
      this.orders.push(order);
      for (let i = 0; i < 2; ++i) {
        const content = randomUUID();
        await this.persist(agent, `/workOrders/${order.id}:addNote`, { content });
        order.notes.push(content);
      }
      await this.persist(dispatcher, `/workOrders/${order.id}:dispatch`, { departmentId: departments.CIVIL_DIVISION.id });
      order.dispatched = true;
    }
  }

  async persist(who, path, body) {
    const headers = { 'Idempotency-Key': randomUUID() };
    for (let attempt = 0; attempt < 2000 && !this.abandoned; ++attempt) {
      try {
        return await who.call('POST', path, { body, headers, signal: AbortSignal.timeout(20_000) });
      } catch (error) {
        if (error instanceof Problem && !passing(error.status)) throw error;
        const reason = error.reason ?? error.cause?.code ?? error.name;
        this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
        ++this.repeats;
        await sleep(Math.min(20 * (attempt + 1), 200));
      }
    }
    throw new Error(`${path} was not answered`);
  }
}
