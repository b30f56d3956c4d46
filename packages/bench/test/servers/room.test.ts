import { expect, inject, it, onTestFinished } from 'vitest';
import { connectTo, createDatabase } from '../../src/stage/database.ts';
import { giveRoom, readRoom } from '../../src/stage/room.ts';

const MORE = { bufferPool: 256 * 1024 ** 2, redoLog: 192 * 1024 ** 2 };
const { signal } = new AbortController();

it('is what it was when it is no longer needed', async () => {
  await using database = await createDatabase(inject('databaseUrl'), signal);
  const before = await readRoom(database);
  {
    await using room = await giveRoom(database, MORE, signal);
    expect(room).toBeDefined();
    expect(await readRoom(database)).toEqual(MORE);
  }
  expect(await readRoom(database)).toEqual(before);
});

it('is not given by a user who may not change the server', async () => {
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
  const before = await readRoom(database);

  const own = await connectTo(url.href);
  const query = async <Row>(statement: string, values: readonly unknown[] = []) => {
    const [rows] = await own.query(statement, [...values]);
    return rows as Row[];
  };
  const limited = { ...database, url: url.href, query };
  expect(await giveRoom(limited, MORE, signal)).toBeUndefined();
  await own.end();
  expect(await readRoom(database)).toEqual(before);
});
