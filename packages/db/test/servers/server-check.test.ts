import {
  createLogLines,
  createTcpProxy,
  type LogLine,
  replaceText,
  type Tamper,
  testUuid,
  testView,
} from '@post-views/testing';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDatabaseCheck,
  type DatabaseClient,
  type DatabaseWatch,
  openDatabase,
  recordViews,
  watchDatabase,
} from '../../src/index.ts';
import { inspectDatabase } from '../../src/server-check/inspect-database.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

const WAIT = { timeout: 10_000, interval: 10 };
const LOOK_AGAIN_MS = 500;
let migrated: Migrated;
let releases: AsyncDisposableStack;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  migrated = releases.use(await openMigrated());
});
afterEach(() => releases.disposeAsync());

function open(url: string): DatabaseClient {
  const db = openDatabase({ url, connections: 2, connectTimeoutMs: 2_000 });
  releases.defer(() => db.destroy());
  return db;
}

interface Watched extends DatabaseWatch {
  readonly lines: readonly LogLine[];
  /** Of the lines. */
  readonly events: (name: string) => readonly LogLine[];
}

function watch(db: DatabaseClient): Watched {
  const { log, lines } = createLogLines();
  const watched = watchDatabase(db, { role: 'writer', log, lookAgainMs: LOOK_AGAIN_MS });
  releases.defer(() => watched.stop());
  const events = (name: string) => lines.filter(({ event }) => event === name);
  return Object.defineProperties(watched, {
    lines: { value: lines },
    events: { value: events },
  }) as Watched;
}

describe('a database as it should be', () => {
  it('has sessions give up a table that is altered before their client does', async () => {
    const db = open(migrated.server.url);
    const seconds = sql<{ seconds: number }>`SELECT @@lock_wait_timeout AS seconds`;
    expect((await seconds.execute(db)).rows).toEqual([{ seconds: 10 }]);
  });

  it('is reached, without a trace in its tables', async () => {
    const watched = watch(migrated.db);
    expect(watched.reached).toBe(false);
    await watched.whenReached;
    expect(watched).toMatchObject({ reached: true, unfit: undefined });
    expect(watched.lines.map(({ event }) => event)).toEqual(['database_usable']);
    const tables = ['post_views', 'post_view_aggregates', 'post_view_totals'];
    for (const table of tables) {
      expect(await migrated.server.query(`SELECT * FROM ${table}`)).toEqual([]);
    }
  });

  it('is reached though a trigger does not want the row that is tried', async () => {
    await migrated.server.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON post_view_totals FOR EACH ROW
         SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no such post'`,
    );
    const watched = watch(migrated.db);
    await watched.whenReached;
    expect(watched.events('database_unusable')).toEqual([]);
  });

  it('is reached when it comes later, within two seconds', async () => {
    const proxy = releases.use(await createTcpProxy(migrated.server.url));
    await proxy.cut();
    const watched = watch(open(proxy.url));
    await expect.poll(() => watched.events('database_unusable'), WAIT).toHaveLength(1);
    await proxy.restore();
    const restored = performance.now();
    await watched.whenReached;
    expect(performance.now() - restored).toBeLessThan(2_500);
    // Refused or reset: it is said once, however often it was tried.
    expect(watched.events('database_unusable')).toHaveLength(1);
  });

  it('does not keep the process from ending while it does not respond', async () => {
    const proxy = releases.use(await createTcpProxy(migrated.server.url));
    proxy.freeze();
    const watched = watch(open(proxy.url));
    const asked = performance.now();
    await watched.stop();
    expect(performance.now() - asked).toBeLessThan(1_500);
    await proxy.restore();
  });
});

describe('settings that weaken what is promised', () => {
  it('are reported, and counting goes on', async () => {
    const setFlush = (value: number) =>
      migrated.server.query(`SET GLOBAL innodb_flush_log_at_trx_commit = ${value}`);
    await setFlush(2);
    try {
      const watched = watch(migrated.db);
      await watched.whenReached;
      const weak = {
        setting: 'innodb_flush_log_at_trx_commit',
        value: '2',
        wanted: '1',
        why: expect.any(String),
      };
      expect(watched.weakSettings).toEqual([weak]);
      expect(watched.events('weak_setting')).toEqual([expect.objectContaining(weak)]);
    } finally {
      await setFlush(1);
    }
  });
});

describe('something between this process and the server', () => {
  let tampering: boolean;
  /** A client whose bytes are tampered with as long as `tampering`. */
  const openThrough = async (tamper: Tamper) => {
    tampering = true;
    const proxy = await createTcpProxy(migrated.server.url, (chunk, index) =>
      tampering ? tamper(chunk, index) : chunk,
    );
    releases.use(proxy);
    return { db: open(proxy.url), proxy };
  };

  it.each([
    ['sql_mode', 'STRICT_ALL_TABLES', 'IGNORE_SPACE,ANSI'],
    ['time_zone', "'+00:00'", "'+01:00'"],
    ['(transaction|tx)_isolation', 'READ COMMITTED', 'SERIALIZABLE  '],
  ])('that changes %s is found out, until it stops', async (setting, from, to) => {
    const { db } = await openThrough(replaceText(from, to));
    const watched = watch(db);
    await expect.poll(() => watched.unfit, WAIT).toMatchObject({ code: 'WRONG_SESSION' });
    expect(watched.unfit?.message).toMatch(new RegExp(`^the session has ${setting} `));
    expect(watched.events('database_unusable')).toEqual([
      expect.objectContaining({ level: 'error', code: 'WRONG_SESSION' }),
    ]);
    expect(watched.reached).toBe(false);
    expect(await createDatabaseCheck(db, 2_000, watched)()).toMatchObject({ ok: false });
    await expect(recordViews(db, [view])).rejects.toThrow('the session has');

    tampering = false;
    await watched.whenReached;
    expect(watched.unfit).toBeUndefined();
  });

  it('that resets a session later is found out as well', async () => {
    const db = openDatabase({ url: migrated.server.url, connections: 1, connectTimeoutMs: 2_000 });
    releases.defer(() => db.destroy());
    await inspectDatabase(db, 'writer');
    await sql`SET SESSION time_zone = '+01:00'`.execute(db);
    await expect(inspectDatabase(db, 'writer')).rejects.toThrow("time_zone '+01:00'");
  });

  it('that sets CLIENT_FOUND_ROWS is found out: duplicates would be counted', async () => {
    // The flags of a client come first in its first packet, after the four bytes of the header.
    const { db, proxy } = await openThrough((chunk, index) => {
      const changed = Buffer.from(chunk);
      if (index === 0) changed.writeUInt8(changed.readUInt8(4) | 2, 4);
      return changed;
    });
    // Without the probe it would be so:
    await recordViews(db, [view]);
    expect(await recordViews(db, [view])).toMatchObject({ recorded: 1, duplicates: 0 });

    const watched = watch(db);
    await expect
      .poll(() => watched.unfit, WAIT)
      .toMatchObject({
        code: 'CLIENT_FOUND_ROWS',
        message: expect.stringContaining('CLIENT_FOUND_ROWS'),
      });
    expect(watched.reached).toBe(false);

    tampering = false;
    await proxy.cut();
    // That it is away says nothing about what it would be.
    await expect.poll(() => watched.events('database_unusable').length, WAIT).toBe(2);
    expect(watched.unfit).toMatchObject({ code: 'CLIENT_FOUND_ROWS' });
    await proxy.restore();
    await watched.whenReached;
    expect(watched.unfit).toBeUndefined();

    // Another server may be behind an address at any time.
    tampering = true;
    await proxy.cut();
    await proxy.restore();
    await expect.poll(() => watched.unfit, WAIT).toMatchObject({ code: 'CLIENT_FOUND_ROWS' });
  });
});

const view = testView({
  postUuid: testUuid(1),
  viewedAt: Date.UTC(2026, 10, 24, 12) / 1000,
});

describe('a database of another release', () => {
  const addMigration = (name: string) =>
    migrated.server.query(`INSERT INTO kysely_migration VALUES ('${name}', '2030-01-01')`);

  it('is worked with when the newer release has only added to it', async () => {
    await addMigration('0007-expand-x');
    const watched = watch(migrated.db);
    await watched.whenReached;
    expect(watched.events('schema_ahead')).toEqual([
      expect.objectContaining({ level: 'warn', migrations: '0007-expand-x' }),
    ]);
    expect(await createDatabaseCheck(migrated.db, 2_000)()).toEqual({ ok: true });
  });

  it('is not worked with when the newer release took something away', async () => {
    await addMigration('0006-expand-x');
    await addMigration('0007-contract-x');
    const watched = watch(migrated.db);
    const why = /^the database was migrated by a newer release \(0007-contract-x\)/;
    await expect.poll(() => watched.unfit?.message, WAIT).toMatch(why);
    expect(watched.unfit?.code).toBe('SCHEMA_AHEAD');
    expect(await createDatabaseCheck(migrated.db, 2_000)()).toEqual({
      ok: false,
      why: expect.stringContaining('SCHEMA_AHEAD: the database was migrated by a newer release'),
    });
  });

  it('is not worked with before it was migrated', async () => {
    await migrated.server.query("DELETE FROM kysely_migration WHERE name > '0001'");
    const watched = watch(migrated.db);
    await expect.poll(() => watched.unfit?.message, WAIT).toContain('run pnpm db:migrate');
  });
});

describe('a login that does not do', () => {
  let user: string;
  beforeEach(async () => {
    user = `u_${Math.random().toString(36).slice(2, 12)}`;
    await migrated.server.query(`CREATE USER ${user} IDENTIFIED BY 'right'`);
    releases.defer(async () => {
      await migrated.server.query(`DROP USER ${user}`);
    });
  });
  const urlWith = (password: string, database?: string) => {
    const url = new URL(migrated.server.url);
    url.username = user;
    url.password = password;
    if (database !== undefined) url.pathname = `/${database}`;
    return url.href;
  };
  const databaseName = () => new URL(migrated.server.url).pathname.slice(1);
  const toldOf = async (url: string) => {
    const watched = watch(open(url));
    await expect.poll(() => watched.events('database_unusable'), WAIT).toHaveLength(1);
    return watched;
  };

  it('is told with the name of the variable: a wrong password, a database that is not there', async () => {
    const wrong = await toldOf(urlWith('wrong'));
    expect(wrong.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        code: 'ER_ACCESS_DENIED_ERROR',
        reason: expect.stringContaining('DATABASE_URL'),
      }),
    ]);
    const nowhere = new URL(migrated.server.url);
    nowhere.pathname = '/nowhere';
    const missing = await toldOf(nowhere.href);
    expect(missing.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        code: 'ER_BAD_DB_ERROR',
        reason: expect.stringContaining('DATABASE_URL'),
      }),
    ]);
  });

  it('is told when rights are missing, for each table, until it has them', async () => {
    const grant = (rights: string, table: string) =>
      migrated.server.query(`GRANT ${rights} ON ${databaseName()}.${table} TO ${user}`);
    await grant('SELECT', '*');
    const watched = await toldOf(urlWith('right'));
    expect(watched.events('database_unusable')).toEqual([
      expect.objectContaining({
        code: 'ER_TABLEACCESS_DENIED_ERROR',
        reason: expect.stringContaining('DATABASE_URL'),
      }),
    ]);
    await grant('INSERT, UPDATE', 'post_views');
    await grant('INSERT, UPDATE', 'post_view_aggregates');
    await grant('INSERT', 'post_view_totals');
    const another = watch(open(urlWith('right')));
    await expect.poll(() => another.events('database_unusable'), WAIT).toHaveLength(1);
    await grant('UPDATE', 'post_view_totals');
    await Promise.all([watched.whenReached, another.whenReached]);
  });
});
