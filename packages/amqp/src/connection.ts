import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, within } from '@post-views/service';
import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';

export interface ConnectionOptions {
  readonly url: string;
  /** What the connection is for: it is part of its name in the broker's management pages. */
  readonly purpose: string;
  readonly log: Logger;
  /** Runs on each new connection; when it fails, the connection is closed and tried again. */
  readonly setup: (model: ChannelModel) => Promise<void>;
}

const HEARTBEAT_SECONDS = 20;
const CONNECT_TIMEOUT_MS = 10_000;
const SETUP_TIMEOUT_MS = 30_000;
const ATTEMPT_TIMEOUT_MS = 1_000;
const CLOSE_TIMEOUT_MS = 1_000;

/** A connection that comes back. */
export interface Connection {
  /** Ends it; waits no more than two seconds for a broker that keeps silent. */
  close(): Promise<void>;
}

/**
 * Keeps a connection to the broker: it is opened again whenever it is lost, with growing pauses of at most
 * two seconds, for ever. Does not wait for the first one.
 *
 * amqplib recovers connections only. A channel that dies alone has to close its connection
 * ({@link closeQuietly}) to get both again.
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { url, purpose, setup } = options;
  const log = options.log.child({ connection: purpose });
  let closing = false;

  const connection = await connect(withHeartbeat(url), {
    timeout: CONNECT_TIMEOUT_MS,
    noDelay: true,
    keepAlive: true,
    clientProperties: { connection_name: `post-views-${purpose}:${hostname()}:${process.pid}` },
    recovery: {
      waitForConnect: false,
      initialDelay: 100,
      maxDelay: 2_000,
      setup: async (model: ChannelModel) => {
        // First of all: without a listener an error of the socket during set-up would end the process.
        model.on('error', (error: Error) =>
          log.warn({ event: 'amqp_connection_error', ...say(error) }),
        );
        if (closing) throw new Error('closing');
        await Promise.race([setup(model), rejectAfter(SETUP_TIMEOUT_MS)]);
      },
    },
  });
  connection.on('connect', () => log.info({ event: 'amqp_connected' }));
  connection.on('disconnect', (error) => log.warn({ event: 'amqp_disconnected', ...say(error) }));
  connection.on('connect-failed', (error) => {
    if (!closing) log.error({ event: 'amqp_connect_failed', ...say(error) });
  });
  connection.on('blocked', (reason) => log.warn({ event: 'amqp_blocked', reason }));
  connection.on('unblocked', () => log.info({ event: 'amqp_unblocked' }));
  connection.on('error', (error) => log.warn({ event: 'amqp_connection_error', ...say(error) }));
  const attempt = followAttempts(connection);

  return {
    async close() {
      closing = true;
      // A connection that is just being made when recovery is told to end is closed by it before set-up,
      // and so without a listener for its errors. Let it come to set-up, which refuses it.
      await within(ATTEMPT_TIMEOUT_MS, attempt());
      await closeQuietly(connection);
    },
  };
}

/** @returns resolves when no attempt to connect is under way, which may be at once */
function followAttempts(connection: RecoveringChannelModel): () => Promise<void> {
  let current = Promise.withResolvers<void>();
  const ended = () => current.resolve();
  connection.on('connect', ended);
  connection.on('connect-failed', ended);
  connection.on('reconnect-scheduled', ({ delay }) => {
    const next = () => {
      current = Promise.withResolvers<void>();
    };
    setTimeout(next, delay).unref();
  });
  return () => current.promise;
}

/** The broker's own words name the setting that is wrong, and never a password. */
function say(error: Error) {
  return { reason: error.message, err: error };
}

/** A queue without a leader lets a consumer wait for ever. */
async function rejectAfter(ms: number): Promise<never> {
  await sleep(ms, undefined, { ref: false });
  throw new Error(`the broker has not answered within ${ms / 1000} s`);
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) {
    parsed.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  }
  return parsed.href;
}

/** Closes what may be dead already; a network that swallows everything is not waited for. */
export async function closeQuietly(closable: { close(): Promise<void> }): Promise<void> {
  await within(CLOSE_TIMEOUT_MS, closable.close());
}
