import { type Program, startProgram } from '@post-views/programs';
import type { Watchdog } from '@post-views/servers';

export interface ServiceOptions {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly queue: string;
  readonly consumers: number;
  readonly apis: number;
  readonly watchdog: Watchdog;
}

/** Both apps, as processes. */
export interface Service extends AsyncDisposable {
  /** Of their health ports, `host:port`. */
  readonly consumers: readonly string[];
  readonly apis: readonly string[];
  /** Where the API answers: `http://host:port/api/v1`. */
  readonly apiUrls: readonly string[];
  readonly apiKey: string;
}

const API_KEY = 'monitoring-key';

/** Starts both apps; resolves when all consumers consume and all APIs listen. @param options the database has its tables */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { databaseUrl, amqpUrl, queue, consumers, apis, watchdog } = options;
  await using starting = new AsyncDisposableStack();
  const run = (app: string, env: Readonly<Record<string, string>>): Program => {
    const usual = { DATABASE_URL: databaseUrl, HOST: '127.0.0.1', HEALTH_PORT: '0' };
    return starting.use(startProgram(`apps/${app}/src/main.ts`, { ...usual, ...env }, watchdog));
  };
  const startConsumer = async () => {
    const program = run('consumer', { AMQP_URL: amqpUrl, AMQP_QUEUE: queue });
    await program.said('consuming');
    return program.said('started');
  };
  const startApi = () =>
    run('api', { PORT: '0', INTERNAL_API_KEYS: `pages:${API_KEY}` }).said('started');

  // The first one declares the queue.
  const consuming = [];
  for (let n = 0; n < consumers; n++) consuming.push(await startConsumer());
  const listening = await Promise.all(Array.from({ length: apis }, startApi));
  const started = starting.move();
  return {
    consumers: consuming.map(({ health }) => new URL(String(health)).host),
    apis: listening.map(({ health }) => new URL(String(health)).host),
    apiUrls: listening.map(({ url }) => `${String(url)}/api/v1`),
    apiKey: API_KEY,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
