// What every queue is measured by: COUNT jobs that do nothing become due at one instant, on top of ARMED that are due next year.
//   node FILE CONNECTION COUNT ARMED → {"seconds": from the instant to the last job's end, as committed}
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

const LEAD_MS = 5000; // Long enough to have everything inserted and the workers idle.

// queue: {prepare(sql, armed), add(sql, count, due), start(), left(sql) → jobs that are not done, stop()}
export async function measure(queue) {
  const [connectionString, count, armed] = process.argv.slice(2);
  const client = new pg.Client({ connectionString });
  await client.connect();
  const sql = async (text, values) => (await client.query(text, values)).rows;
  await queue.prepare(sql, Number(armed), connectionString);
  const due = new Date(Date.now() + LEAD_MS);
  await queue.add(sql, Number(count), due);
  await queue.start(connectionString);
  if (Date.now() > due - 500) throw new Error('not ready in time');
  await sleep(due - Date.now());
  while ((await queue.left(sql)) > 0) {
    if (Date.now() > Number(due) + 120_000) throw new Error('not done in two minutes');
    await sleep(5);
  }
  console.log(JSON.stringify({ seconds: (Date.now() - due) / 1000 }));
  await queue.stop();
  await client.end();
}
