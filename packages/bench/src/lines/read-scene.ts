import { whole } from '../report/format.ts';
import { type Api, startApi } from '../stage/api.ts';
import { type BenchDatabase, createServiceDatabase } from '../stage/database.ts';
import { FILLED_DAYS, fillCounters } from '../stage/fill-counters.ts';
import { nodeOptionsOf } from '../stage/node-options.ts';
import { AFTER_FILL_MS, settle } from '../stage/settle.ts';
import type { Stage } from '../stage/stage.ts';
import type { Target } from './run-load.ts';

/** The API on tables that are filled. */
export interface FilledApi extends AsyncDisposable {
  readonly api: Api;
  readonly database: BenchDatabase;
  readonly posts: number;
}

/** Fills a database of its own, once; whatever is asked afterwards is asked of these rows. */
export async function startFilledApi(stage: Stage, posts: number): Promise<FilledApi> {
  const { servers, start, signal, say } = stage;
  await using starting = new AsyncDisposableStack();
  const database = starting.use(await createServiceDatabase(servers.database.url, signal));
  const [rows, beganAt] = [posts * FILLED_DAYS, performance.now()];
  say(`making ${whole(rows)} rows of ${whole(posts)} posts`);
  await fillCounters(database, posts, say);
  say(`they are there after ${whole((performance.now() - beganAt) / 1000)} s`);
  await settle(database, signal, AFTER_FILL_MS);
  const api = starting.use(await startApi({ start, database }));
  const started = starting.move();
  return { api, database, posts, [Symbol.asyncDispose]: () => started.disposeAsync() };
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
