// graphile-worker in its batched mode: jobs are fetched and completed many at a time.
import { Logger, run, runMigrations } from 'graphile-worker';
import { measure } from './measure.mjs';

const logger = new Logger(() => () => {});
let runner;

// Straight into its table, as its own add_job does it, only a million at once.
const insert = (sql, count, due) =>
  sql(
    `WITH task AS (
       INSERT INTO graphile_worker._private_tasks (identifier) VALUES ('nothing')
       ON CONFLICT (identifier) DO UPDATE SET identifier = excluded.identifier RETURNING id)
     INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at)
     SELECT task.id, '{}', $2::timestamptz FROM task, generate_series(1, $1)`,
    [count, due],
  );

await measure({
  async prepare(sql, armed, connectionString) {
    await sql('DROP SCHEMA IF EXISTS graphile_worker CASCADE');
    await runMigrations({ connectionString, logger });
    await insert(sql, armed, new Date(Date.now() + 365 * 86_400_000));
    await sql('ANALYZE');
  },
  add: (sql, count, due) => insert(sql, count, due),
  async start(connectionString) {
    runner = await run({
      noHandleSignals: true,
      preset: {
        worker: {
          connectionString,
          logger,
          concurrentJobs: 24,
          maxPoolSize: 8,
          pollInterval: 20,
          localQueue: { size: 500 },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
      taskList: { nothing: async () => {} },
    });
  },
  left: async (sql) =>
    Number((await sql(`SELECT count(*) FROM graphile_worker._private_jobs WHERE run_at < now() + interval '1 hour'`))[0].count),
  stop: () => runner.stop(),
});
