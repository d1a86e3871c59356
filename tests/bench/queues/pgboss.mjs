// pg-boss, fetching and completing a thousand jobs at a time.
import PgBoss from 'pg-boss';
import { measure } from './measure.mjs';

let boss;
const QUEUE = 'nothing';

const insert = (sql, count, due) =>
  sql(`INSERT INTO pgboss.job (name, startafter, keepuntil) SELECT $1, $3, $3::timestamptz + interval '1 year' FROM generate_series(1, $2)`, [
    QUEUE,
    count,
    due,
  ]);

await measure({
  async prepare(sql, armed, connectionString) {
    await sql('DROP SCHEMA IF EXISTS pgboss CASCADE');
    boss = new PgBoss({ connectionString, max: 8, supervise: false, schedule: false });
    await boss.start();
    await insert(sql, armed, new Date(Date.now() + 365 * 86_400_000));
    await sql('ANALYZE');
  },
  add: (sql, count, due) => insert(sql, count, due),
  async start() {
    const options = { batchSize: 1000, newJobCheckInterval: 100 };
    for (let worker = 0; worker < 4; ++worker) await boss.work(QUEUE, options, async () => {});
  },
  left: async (sql) => Number((await sql(`SELECT count(*) FROM pgboss.job WHERE name = $1 AND state < 'completed' AND startafter < now() + interval '1 hour'`, [QUEUE]))[0].count),
  stop: () => boss.stop({ graceful: false }),
});
