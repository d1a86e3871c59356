// Rows of the database, read and copied.

export async function rows(system, query) {
  return JSON.parse(await system.sql(`SELECT coalesce(json_agg(found), '[]') FROM (${query}) found`));
}

// The statement that inserts a copy of the rows t for each n from 1 to `count`; `changed` has the expressions of columns that differ.
export async function copying(system, table, where, count, changed) {
  const [schema, name] = table.split('.');
  const columns = await rows(system, `SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = '${schema}' AND table_name = '${name}' AND is_generated = 'NEVER' AND is_identity = 'NO'`);
  const names = columns.map((column) => column.name);
  const values = names.map((column) => changed[column] ?? `t.${column}`);
  return `INSERT INTO ${table} (${names}) SELECT ${values} FROM ${table} t, generate_series(1, ${count}) n WHERE ${where};`;
}
