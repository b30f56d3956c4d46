import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { nodeOptionsOf } from './node-options.ts';
import type { Stage } from './stage.ts';

export interface Api extends AsyncDisposable {
  readonly url: string;
  /** With the key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  /** Asks for the total of a post, as any caller does. */
  totalOf(post: string): Promise<number>;
}

const answer = z.object({ data: z.object({ views: z.number() }) });

/** Starts the API on the stage's database, as a process, as `pnpm start:api` does. */
export async function startApi({
  start,
  database,
}: Pick<Stage, 'start' | 'database'>): Promise<Api> {
  const key = randomBytes(12).toString('hex');
  await using starting = new AsyncDisposableStack();
  const program = starting.use(
    start('apps/api/src/main.ts', {
      DATABASE_URL: database.url,
      HOST: '127.0.0.1',
      PORT: '0',
      HEALTH_PORT: '0',
      INTERNAL_API_KEYS: `bench:${key}`,
      LOG_LEVEL: 'info',
      NODE_OPTIONS: nodeOptionsOf('start:api'),
    }),
  );
  const url = String((await program.said('started'))['url']);
  const headers = { 'x-internal-api-key': key };
  const started = starting.move();
  return {
    url,
    headers,
    pid: program.pid,
    async totalOf(post) {
      program.throwIfEnded();
      const response = await fetch(`${url}/api/v1/posts/${post}/views`, { headers });
      if (!response.ok) throw new Error(`the API has answered ${response.status}`);
      return answer.parse(await response.json()).data.views;
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
