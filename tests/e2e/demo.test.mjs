// `./dev demo` plays against any running system: without a dev clock, within the usual rate limits, and more than once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { System } from './lib/system.mjs';

const run = new URL('../demo/run', import.meta.url).pathname;

describe('the demo', () => {
  let system;
  const play = (password = system.password) =>
    promisify(execFile)(run, { env: { ...process.env, HOTLINE_URL: system.url, HOTLINE_DEMO_PASSWORD: password } });
  before(async () => {
    system = await System.start({ 'dev-clock': undefined, 'rate-limits': undefined });
  });
  after(() => system.stop());

  it('plays to the end, twice', async () => {
    for (let time = 0; time < 2; ++time) {
      const { stdout } = await play();
      assert.match(stdout, /21 步，每一步的状态都与预期一致/);
    }
  });

  it('fails when something is not as it should be', async () => {
    await assert.rejects(play('wrong'), (error) => error.code === 1 && /演示失败/.test(error.stderr));
  });

  it('has no clock to step when none was asked for', async () => {
    const response = await fetch(`${system.url}/api/v1/dev/clock:advance`, { method: 'POST', body: '{"seconds":1}' });
    assert.equal(response.status, 404);
  });
});
