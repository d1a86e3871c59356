// A system on a PostgreSQL of its own, which may be stopped and killed.
import { execFile } from 'node:child_process';
import { after, before } from 'node:test';
import { promisify } from 'node:util';
import { signInAll } from '../e2e/lib/cast.mjs';
import { System } from '../e2e/lib/system.mjs';

const execute = promisify(execFile);
const directory = `/tmp/hotline-chaos-${process.pid}`;

// start, stop, kill or destroy
export const postgres = (action) => execute(new URL('./postgres', import.meta.url).pathname, [action, directory]);

// In a describe(), like useSystem() of the end-to-end tests.
export function useFragileSystem(options = {}) {
  const stage = {};
  before(async () => {
    await postgres('start');
    stage.system = await System.start({ cluster: `host=${directory}/pg/socket port=5432 user=postgres`, ...options });
    await signIn(stage);
  });
  after(async () => {
    try {
      await stage.system?.stop();
    } finally {
      await postgres('destroy');
    }
  });
  return stage;
}

// Everybody, anew: sessions end when the clock is stepped by hours.
export async function signIn(stage) {
  Object.assign(stage, await signInAll(stage.system));
}

// Whose four workers fire: two processes of the role, alone or with all others.
export const split = process.env.HOTLINE_E2E_TOPOLOGY === 'split';
export const firing = split ? ['escalation', 'escalation.2'] : ['all', 'all.2'];

// Everybody has to sign in again: sessions end when hours go by. It takes as long as it takes, so the last minute is stepped after it.
export async function stepTo(stage, instant) {
  const ahead = (time) => ({ seconds: (time - stage.system.now()) / 1000 });
  stage.system.step(ahead(instant.getTime() - 60_000));
  await signIn(stage);
  stage.system.step(ahead(instant));
}
