// A whole system for one test file: a database, Redis, keys and directory of its own, and the server in one
// process or split into one process per role (HOTLINE_E2E_TOPOLOGY=single|split). Nothing of it outlives the
// file: every process is ended by its own id, and by the kernel when this one is killed.
import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { randomBytes } from 'node:crypto';

const execute = promisify(execFile);

export const binary = process.env.HOTLINE_BINARY ?? new URL('../../../build/bin/hotline', import.meta.url).pathname;
const startSeconds = 60; // Sanitizers are slow.

// What is still running when this process ends, however it ends.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class System {
  // `further`: more processes of roles, as startRole names them.
  constructor({ topology = process.env.HOTLINE_E2E_TOPOLOGY ?? 'single', cluster, further = [], ...options } = {}) {
    this.cluster = cluster ?? process.env.HOTLINE_TEST_DATABASE;
    if (!this.cluster) throw new Error('HOTLINE_TEST_DATABASE is not set; tests/e2e/run sets it');
    this.topology = topology;
    this.further = further;
    this.options = options; // Further settings of the configuration file.
    this.password = `demo-${randomBytes(6).toString('hex')}`;
    this.directory = mkdtempSync('/tmp/hotline-e2e-'); // Short: sockets have at most 107 bytes.
    this.databaseName = `e2e_${process.pid}_${randomBytes(4).toString('hex')}`;
    this.processes = new Map(); // Name → child
    this.offset = 0; // Milliseconds the dev clock is ahead.
    this.port = 0;
  }

  static async start(options) {
    const system = new System(options);
    try {
      await system.create();
      await system.serve();
      return system;
    } catch (error) {
      await system.destroy();
      throw error;
    }
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }
  get database() {
    return `${this.cluster} dbname=${this.databaseName}`;
  }
  // What the services take for the present.
  now() {
    return new Date(Date.now() + this.offset);
  }
  in(time) {
    return new Date(this.now().getTime() + milliseconds(time)).toISOString();
  }

  async create() {
    await this.createEmpty();
    await this.hotline('demo-data');
  }

  // Without users.
  async createEmpty() {
    await psql(`${this.cluster} dbname=postgres`, `CREATE DATABASE ${this.databaseName}`);
    await this.startRedis();
    await this.hotline('keys', 'create', join(this.directory, 'keys.json'));
    this.port = await freePort();
    this.writeConfig();
    await this.hotline('migrate');
  }

  writeConfig() {
    const settings = {
      database: this.database,
      redis: `unix:${this.directory}/redis.sock`,
      keys: `${this.directory}/keys.json`,
      data: `${this.directory}/data`,
      run: `${this.directory}/run`,
      http: `127.0.0.1:${this.port}`,
      'dev-clock': `${this.directory}/dev-clock`,
      'database-connections': 4,
      'rate-limits': ['user', 'open', 'anonymous', 'refused'].map((kind) => `${kind}=1000000`),
      demo: true,
      ...this.options,
    };
    const lines = Object.entries(settings).filter(([, value]) => value !== undefined).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`);
    writeFileSync(join(this.directory, 'hotline.toml'), lines.join(''));
  }

  // Runs a subcommand; rejects with its standard error when it fails.
  async hotline(...args) {
    const environment = { ...process.env, HOTLINE_DEMO_PASSWORD: this.password };
    const config = args[0] === 'keys' ? [] : ['--config', join(this.directory, 'hotline.toml')];
    const { stdout } = await execute(binary, [...args, ...config], { env: environment, maxBuffer: 64 << 20 });
    return stdout;
  }

  // Starts all processes, and returns when the system says that it is ready.
  async serve() {
    let roles = ['all'];
    if (this.topology === 'split') roles = (await this.hotline('roles')).trim().split('\n').map((line) => line.split(/\s/)[0]);
    for (const name of [...roles, ...this.further]) this.startRole(name);
    await this.ready();
  }

  async ready() {
    await this.until(async () => (await fetch(`${this.url}/readyz`)).ok, '/readyz does not answer 200');
  }

  // kill -9
  async kill(name) {
    await end(this.processes.get(name), 'SIGKILL');
    this.processes.delete(name);
  }

  // A process is named as its role; a further one beside it with a number: "escalation.2". Nobody calls that one: it has addresses
  // of its own, and does what its workers do.
  startRole(name) {
    const [role, number] = name.split('.');
    const log = openSync(this.logFile(name), 'a');
    const serve = [binary, 'serve', '--config', join(this.directory, 'hotline.toml'), '--roles', role];
    if (number && role === 'all') serve.push('--run', join(this.directory, `run.${number}`), '--http', '127.0.0.1:0');
    else if (number) serve.push('--addresses', `${role}=unix:${this.directory}/${name}.sock`);
    const child = this.launch(serve, { stdio: ['ignore', log, log], cwd: this.directory });
    closeSync(log);
    this.processes.set(name, child);
  }

  async startRedis() {
    const args = ['redis-server', '--port', '0', '--unixsocket', `${this.directory}/redis.sock`, '--save', '', '--appendonly', 'no'];
    const log = openSync(this.logFile('redis'), 'a');
    this.redis = this.launch(args, { stdio: ['ignore', log, log], cwd: this.directory });
    closeSync(log);
    await this.until(async () => (await this.redisCommand('PING')).trim() === 'PONG', 'Redis does not answer');
  }

  async redisCommand(...args) {
    return (await execute('redis-cli', ['-s', `${this.directory}/redis.sock`, ...args])).stdout;
  }

  async stopRedis() {
    await end(this.redis, 'SIGKILL');
  }

  launch([program, ...args], options) {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], options);
    running.add(child);
    child.ended = new Promise((resolve) => {
      child.on('error', (error) => resolve({ error }));
      child.on('exit', (code, signal) => resolve({ code, signal }));
    }).then((how) => {
      running.delete(child);
      child.how = how;
      return how;
    });
    return child;
  }

  async until(condition, otherwise) {
    const deadline = Date.now() + startSeconds * 1000;
    for (;;) {
      for (const [role, child] of this.processes) {
        if (child.how) throw new Error(`${role} ended: ${JSON.stringify(child.how)}\n${this.logTail()}`);
      }
      if (await Promise.resolve().then(condition).catch(() => false)) return;
      if (Date.now() > deadline) throw new Error(`${otherwise}\n${this.logTail()}`);
      await sleep(20);
    }
  }

  // SIGTERM; every process has to end by itself with code 0.
  async stopServing(signal = 'SIGTERM') {
    const ended = await Promise.all([...this.processes].map(async ([role, child]) => [role, await end(child, signal)]));
    this.processes.clear();
    return Object.fromEntries(ended);
  }

  async restart() {
    await this.stopServing();
    await this.serve();
  }

  // Ends everything; rejects when a process did not end cleanly, which is how sanitizers report.
  async stop() {
    const ended = await this.stopServing();
    const tail = this.logTail();
    await this.destroy();
    for (const [role, how] of Object.entries(ended)) {
      if (how.code !== 0) throw new Error(`${role} ended with ${JSON.stringify(how)}\n${tail}`);
    }
  }

  async destroy() {
    await this.stopServing('SIGKILL');
    if (this.redis) await end(this.redis, 'SIGKILL');
    await psql(`${this.cluster} dbname=postgres`, `DROP DATABASE IF EXISTS ${this.databaseName} WITH (FORCE)`).catch(() => {});
    if (!process.env.HOTLINE_E2E_KEEP) rmSync(this.directory, { recursive: true, force: true });
  }

  // Steps the clock of all services.
  async advance(time) {
    const by = milliseconds(time);
    const response = await fetch(`${this.url}/api/v1/dev/clock:advance`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ seconds: by / 1000 }),
    });
    if (!response.ok) throw new Error(`clock:advance: ${response.status} ${await response.text()}`);
    this.offset += by;
  }

  // The same in either direction and also while nothing serves, which no service itself can do: the file is changed in place,
  // where they have it in their memory.
  step(time) {
    const by = milliseconds(time);
    const file = openSync(join(this.directory, 'dev-clock'), 'r+');
    const ahead = Buffer.alloc(8);
    readSync(file, ahead, 0, 8, 0);
    ahead.writeBigInt64LE(ahead.readBigInt64LE() + BigInt(Math.round(by * 1000)));
    writeSync(file, ahead, 0, 8, 0);
    closeSync(file);
    this.offset += by;
  }

  sql(statement) {
    return psql(this.database, statement);
  }

  logFile(role) {
    return join(this.directory, `${role}.log`);
  }
  logs() {
    const files = readdirSync(this.directory).filter((name) => name.endsWith('.log') && name !== 'redis.log');
    return files.map((name) => readFileSync(join(this.directory, name), 'utf8')).join('');
  }
  // Lines of level error since `time`, in RFC 3339, and whatever is no line of the log: reports of sanitizers.
  errors(time) {
    const grave = (line) => !line.startsWith('{') || (line.includes('"level":"error"') && JSON.parse(line).time >= time);
    return this.logs().split('\n').filter((line) => line && grave(line));
  }
  logTail() {
    try {
      return this.logs().split('\n').slice(-25).join('\n');
    } catch {
      return '';
    }
  }
}

export async function psql(conninfo, statement) {
  const { stdout } = await execute('psql', ['-qXAt', '-v', 'ON_ERROR_STOP=1', '-d', conninfo, '-c', statement], { maxBuffer: 64 << 20 });
  return stdout.trim();
}

export function milliseconds({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

// Below the ports that the kernel gives to clients: one of those could be taken while a process restarts, by the very client
// that waits for it.
async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer();
    const free = await new Promise((resolve) => server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

async function end(child, signal) {
  if (!child.how) child.kill(signal);
  const killed = setTimeout(() => child.kill('SIGKILL'), 40_000);
  const how = await child.ended;
  clearTimeout(killed);
  return how;
}
