import { randomBytes } from 'node:crypto';
import { type Command, type Program, startCommand, startProgram } from '@post-views/programs';
import { type Servers, serversFromEnv, startServers, startWatchdog } from '@post-views/servers';
import { type Groups, serverGroups } from '../measure/cpu.ts';
import { type BenchBroker, openBroker } from './broker.ts';
import { type BenchDatabase, createServiceDatabase } from './database.ts';
import { settle } from './settle.ts';

/** Where it is measured: the servers, what the bench has on them, and how to start what is measured. */
export interface Stage extends AsyncDisposable {
  readonly servers: Servers;
  readonly serverGroups: Groups;
  readonly database: BenchDatabase;
  readonly broker: BenchBroker;
  /** Starts a program ({@link startProgram}) that can't outlive the bench. */
  readonly start: (script: string, env: Readonly<Record<string, string>>) => Program;
  /** Starts the consumer on the stage's database and queue, or as `env` says. */
  readonly startConsumer: (env?: Readonly<Record<string, string>>) => Program;
  /** Starts `pnpm dead-letters` on the stage's queue. */
  readonly startDeadLetters: (args: readonly string[]) => Command;
  /** Waits until a database has done what was left to it ({@link settle}); not in a quick run. */
  readonly settle: (database: BenchDatabase, limitMs?: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** What the image and `pnpm start:consumer` start the consumer with. */
export const CONSUMER_NODE_OPTIONS = '--max-old-space-size=1000 --max-semi-space-size=16';

export interface StageOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Its figures are not for comparing: nothing is waited for that only these need. */
  readonly quick: boolean;
  /** Ends whatever is waited for. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Sets everything up; all of it goes when the stage is disposed of, in the reverse order. */
export async function openStage({ env, quick, signal, say }: StageOptions): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const watchdog = opening.adopt(startWatchdog(), (it) => it.stop());
  const servers = opening.use(
    await startServers({
      ...serversFromEnv(env, 'TEST_'),
      binaryLog: true,
      direct: true,
      onProgress: say,
    }),
  );
  const database = opening.use(await createServiceDatabase(servers.database.url, signal));
  const id = randomBytes(6).toString('hex');
  const broker = opening.use(await openBroker(servers.broker.url, id));

  const start: Stage['start'] = (script, programEnv) => startProgram(script, programEnv, watchdog);
  const startConsumer: Stage['startConsumer'] = (consumerEnv = {}) =>
    start('apps/consumer/src/main.ts', {
      DATABASE_URL: database.url,
      AMQP_URL: broker.url,
      AMQP_QUEUE: broker.queue,
      HOST: '127.0.0.1',
      HEALTH_PORT: '0',
      NODE_OPTIONS: CONSUMER_NODE_OPTIONS,
      ...consumerEnv,
    });
  const startDeadLetters: Stage['startDeadLetters'] = (args) =>
    startCommand(
      ['packages/dead-letters/src/main.ts', ...args],
      { AMQP_URL: broker.url, AMQP_QUEUE: broker.queue },
      watchdog,
    );
  await declareQueue(startConsumer);

  const opened = opening.move();
  return {
    servers,
    serverGroups: serverGroups(servers),
    database,
    broker,
    start,
    startConsumer,
    startDeadLetters,
    settle: async (settling, limitMs) => {
      if (!quick) await settle(settling, signal, limitMs);
    },
    signal,
    say,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** The consumer declares its queue: what is measured is the queue of production. */
async function declareQueue(startConsumer: Stage['startConsumer']): Promise<void> {
  await using consumer = startConsumer();
  await consumer.said('consuming');
}
