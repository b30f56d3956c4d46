import { expect, inject, it, onTestFinished } from 'vitest';
import { type BenchDatabase, connectTo, createDatabase } from '../../src/stage/database.ts';
import { readServerVariables, setServerVariables } from '../../src/stage/server-variables.ts';

const MORE = {
  innodb_buffer_pool_size: 256 * 1024 ** 2,
  innodb_redo_log_capacity: 192 * 1024 ** 2,
  innodb_io_capacity: 300,
  innodb_io_capacity_max: 400,
};
const { signal } = new AbortController();

const readNow = (database: BenchDatabase) => readServerVariables(database, Object.keys(MORE));

it('are what they were when they are no longer needed', async () => {
  await using database = await createDatabase(inject('databaseUrl'), signal);
  const before = await readNow(database);
  {
    await using set = await setServerVariables(database, MORE, signal);
    expect(set).toBeDefined();
    expect(await readNow(database)).toEqual(MORE);
  }
  expect(await readNow(database)).toEqual(before);
});

it('are left alone by a user who may not change the server', async () => {
  await using database = await createDatabase(inject('databaseUrl'), signal);
  const admin = await connectTo(inject('databaseUrl'));
  const url = new URL(database.url);
  url.username = `u_${url.pathname.slice(7)}`;
  url.password = 'its-own-tables-only';
  const user = `'${url.username}'@'%'`;
  await admin.query(`CREATE USER ${user} IDENTIFIED BY '${url.password}'`);
  onTestFinished(async () => {
    await admin.query(`DROP USER ${user}`);
    await admin.end();
  });
  await admin.query(`GRANT ALL ON ${url.pathname.slice(1)}.* TO ${user}`);
  const before = await readNow(database);

  const own = await connectTo(url.href);
  const query = async <Row>(statement: string, values: readonly unknown[] = []) => {
    const [rows] = await own.query(statement, [...values]);
    return rows as Row[];
  };
  const limited = { ...database, url: url.href, query };
  expect(await setServerVariables(limited, MORE, signal)).toBeUndefined();
  await own.end();
  expect(await readNow(database)).toEqual(before);
});
