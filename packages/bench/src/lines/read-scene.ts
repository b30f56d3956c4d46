import { whole } from '../report/format.ts';
import { type Api, startApi } from '../stage/api.ts';
import { type BenchDatabase, createServiceDatabase } from '../stage/database.ts';
import { FILLED_DAYS, fillCounters } from '../stage/fill-counters.ts';
import { openKeptDatabase } from '../stage/kept-database.ts';
import { nodeOptionsOf } from '../stage/node-options.ts';
import { AFTER_FILL_MS } from '../stage/settle.ts';
import type { Stage } from '../stage/stage.ts';
import type { Target } from './run-load.ts';

/** The API on tables that are filled. */
export interface FilledApi extends AsyncDisposable {
  readonly api: Api;
  readonly database: BenchDatabase;
  readonly posts: number;
}

export interface FilledOptions {
  readonly posts: number;
  /** The database stays, and is used by the next run that keeps it. */
  readonly keep: boolean;
}

/** Fills a database of its own, once; whatever is asked afterwards is asked of these rows. */
export async function startFilledApi(stage: Stage, filled: FilledOptions): Promise<FilledApi> {
  const { posts } = filled;
  const { start } = stage;
  await using starting = new AsyncDisposableStack();
  const database = starting.use(await openFilledDatabase(stage, filled));
  await stage.settle(database, AFTER_FILL_MS);
  const api = starting.use(await startApi({ start, database }));
  const started = starting.move();
  return { api, database, posts, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

async function openFilledDatabase(
  { servers, signal, say }: Stage,
  { posts, keep }: FilledOptions,
): Promise<BenchDatabase> {
  const { url } = servers.database;
  const fill = async (database: BenchDatabase) => {
    const beganAt = performance.now();
    say(`making ${whole(posts * FILLED_DAYS)} rows of ${whole(posts)} posts`);
    await fillCounters(database, posts, say);
    say(`they are there after ${whole((performance.now() - beganAt) / 1000)} s`);
  };
  const name = `bench_kept_${posts}_posts`;
  if (keep) return openKeptDatabase(url, { name, fill, say }, signal);
  await using creating = new AsyncDisposableStack();
  const database = creating.use(await createServiceDatabase(url, signal));
  await fill(database);
  creating.move();
  return database;
}

/** The bare server, on the same Node and with the same options as the API. */
export async function startHello({ start }: Stage): Promise<Target & AsyncDisposable> {
  await using starting = new AsyncDisposableStack();
  const program = starting.use(
    start('packages/bench/src/programs/hello.ts', { NODE_OPTIONS: nodeOptionsOf('start:api') }),
  );
  const url = String((await program.said('started'))['url']);
  const started = starting.move();
  return {
    url,
    headers: {},
    pid: program.pid,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
