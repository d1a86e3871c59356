// The REST API as one user sees it. A refusal is thrown as a Problem, so that a scenario reads straight on.
import assert from 'node:assert/strict';

export class Problem extends Error {
  constructor(reply, method, path) {
    const problem = reply.json ?? {};
    super(`${method} ${path}: ${reply.status} ${problem.reason ?? reply.text.slice(0, 200)} ${problem.detail ?? ''} ${JSON.stringify(problem.violations ?? '')}`);
    this.status = reply.status;
    this.reason = problem.reason;
    this.violations = problem.violations;
    Object.defineProperty(this, 'reply', { value: reply, enumerable: false });
  }
}

export class Client {
  constructor(url, headers = {}) {
    this.url = url;
    this.headers = headers;
  }

  static async login(url, account, password) {
    const anyone = new Client(url);
    const reply = await anyone.post('/auth:login', { account, password });
    return new Client(url, { Authorization: `Bearer ${reply.accessToken}` }).named(account, reply);
  }

  named(account, login) {
    this.account = account;
    this.token = login.accessToken;
    this.user = login.user;
    this.permissions = login.permissions ?? [];
    return this;
  }

  // The answer as it is, whatever its status. `path` is below /api/v1 unless it names the whole of it.
  async send(method, path, { body, headers = {}, raw, signal } = {}) {
    const sent = { ...this.headers, ...headers };
    if (body !== undefined) sent['Content-Type'] ??= 'application/json';
    const response = await fetch(this.url + (path.startsWith('/api/') ? path : `/api/v1${path}`), {
      method,
      headers: sent,
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal,
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const reply = { status: response.status, headers: response.headers, bytes, text: bytes.toString('utf8') };
    if (/^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')) reply.json = JSON.parse(reply.text);
    return reply;
  }

  async call(method, path, options) {
    const reply = await this.send(method, path, options);
    if (reply.status >= 400) throw new Problem(reply, method, path);
    return reply.json ?? reply.bytes;
  }

  get(path, query) {
    return this.call('GET', path + queryOf(query));
  }
  post(path, body = {}, headers = {}) {
    return this.call('POST', path, { body, headers });
  }
  patch(path, body = {}, headers = {}) {
    return this.call('PATCH', path, { body, headers });
  }
  delete(path, headers = {}) {
    return this.call('DELETE', path, { headers });
  }

  // A command to a work order: answers with the order as it then is.
  command(order, name, body = {}, headers = {}) {
    return this.post(`/workOrders/${order.id ?? order}:${name}`, body, headers);
  }
  task(task, name, body = {}, headers = {}) {
    return this.post(`/callbackTasks/${task.id ?? task}:${name}`, body, headers);
  }
  order(order) {
    return this.get(`/workOrders/${order.id ?? order}`);
  }

  async upload(fileName, data, type = 'application/octet-stream') {
    const path = `/attachments?fileName=${encodeURIComponent(fileName)}`;
    return this.call('POST', path, { raw: data, headers: { 'Content-Type': type } });
  }
}

export function queryOf(query) {
  if (!query) return '';
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) pairs.append(name, String(one));
  }
  return `?${pairs}`;
}

// Awaits a refusal with this reason, and looks at the form of the document as well.
export async function expectProblem(promise, reason, status) {
  let reply;
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    reply = error.reply;
  }
  assert.ok(reply, `expected ${reason}, but it went through`);
  return checkProblem(reply, reason, status);
}

export function checkProblem(reply, reason, status) {
  const problem = reply.json;
  const seen = `${reply.status} ${reply.text.slice(0, 500)}`;
  assert.match(reply.headers.get('content-type') ?? '', /^application\/problem\+json/, seen);
  assert.equal(problem.status, reply.status, seen);
  if (reason instanceof RegExp) assert.match(problem.reason, reason, seen);
  else if (reason) assert.equal(problem.reason, reason, seen);
  if (status) assert.equal(reply.status, status, seen);
  assert.match(problem.reason, /^[A-Z][A-Z0-9_]*$/, seen);
  assert.ok(problem.code && problem.title && problem.detail && problem.traceId, seen);
  assert.ok(!/\{[a-z]\w*\}/i.test(problem.detail), `unfilled message: ${problem.detail}`);
  return problem;
}
