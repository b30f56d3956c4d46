import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, RepeatingLog, within } from '@post-views/service';
import { type ChannelModel, connect } from 'amqplib';
import { Addresses } from './addresses.ts';
import { AmqpError } from './amqp-error.ts';
import { followAttempts } from './attempts.ts';
import { closeQuietly, limitClose } from './close.ts';
import { describeTrouble, explainAmqpError, type Trouble } from './errors.ts';
import { Pauses } from './pauses.ts';
import { socketOptions } from './socket-options.ts';

/** What becomes of a connection; `failed` is an attempt to get one. */
export type ConnectionEvent = 'connected' | 'lost' | 'failed' | 'blocked' | 'unblocked';

/** What a set-up is given beside the new connection. */
export interface SetupContext {
  /** Gives the connection up, so that another is opened; with why, if only the caller knows that. */
  readonly lose: (cause?: Error) => void;
  /** Keeps short what a connection says that comes and goes. */
  readonly log: RepeatingLog;
}

export interface ConnectionOptions {
  /** Of the broker, or several with commas between: of the nodes of its cluster. */
  readonly url: string;
  /** What the connection is for: it is part of its name in the broker's management pages. */
  readonly purpose: string;
  readonly log: Logger;
  /** Runs on each new connection; when it fails, the connection is closed and tried again. */
  readonly setup: (model: ChannelModel, context: SetupContext) => Promise<void>;
  /** With why there is no connection after that, if there is none. */
  readonly onEvent?: (event: ConnectionEvent, trouble: Trouble | undefined) => void;
}

const LONGEST_PAUSE_MS = 1_000;
const SETUP_TIMEOUT_MS = 10_000;
const ATTEMPT_TIMEOUT_MS = 1_000;
/** A connection that is lost sooner was never a success: pauses grow, and the log is not told all again. */
const LASTING_MS = 5_000;

const NOT_CONNECTED: Trouble = { setting: 'AMQP_URL', reason: 'not connected yet' };

/** A connection that comes back. */
export interface Connection {
  /** Why there is none at the moment; `undefined` when there is. */
  readonly trouble: Trouble | undefined;
  /** Ends it; waits no more than two seconds for a broker that keeps silent. */
  close(): Promise<void>;
}

/**
 * Keeps a connection to the broker: it is opened again whenever it is lost, with growing pauses of at most
 * a second, for ever. Does not wait for the first one. Of several nodes the next one is tried each time, whether an
 * attempt has failed or a connection was lost.
 *
 * amqplib recovers connections only. A channel that dies alone has to take its connection with it
 * ({@link loseWith}) to get both again.
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { url, purpose, setup, onEvent = () => undefined } = options;
  const log = new RepeatingLog(options.log.child({ connection: purpose }));
  const pauses = new Pauses(LONGEST_PAUSE_MS);
  const addresses = new Addresses(url);
  let closing = false;
  let trouble: Trouble | undefined = NOT_CONNECTED;
  /** Of the present connection: why it ends, the first reason being the true one. */
  let end: { cause?: Error | undefined } = {};
  let lasting: NodeJS.Timeout | undefined;

  const connection = await connect(addresses.target, {
    ...socketOptions(purpose, addresses),
    recovery: {
      waitForConnect: false,
      calculateDelay: () => pauses.next(),
      setup: async (model: ChannelModel) => {
        const ours: typeof end = {};
        end = ours;
        const note = (cause?: Error) => {
          ours.cause ??= cause;
        };
        let closed = false;
        // First of all: without a listener an error of the socket during set-up would end the process.
        model.on('error', note);
        model.on('close', (error) => {
          closed = true;
          note(error);
        });
        limitClose(model);
        if (closing) throw new Error('closing');
        const lose = (cause?: Error) => {
          note(cause);
          void model.close();
        };
        try {
          await Promise.race([setup(model, { lose, log }), rejectAfter(SETUP_TIMEOUT_MS)]);
          // In its last moment: recovery would take a connection for good that tells nothing any more.
          if (closed) throw new Error('closed during set-up');
        } catch (error) {
          throw ours.cause ?? error;
        }
      },
    },
  });

  const explain = (level: 'warn' | 'error', event: string, error: Error) => {
    const explained = explainAmqpError(error);
    trouble = explained.trouble;
    const { code } = explained;
    const why = describeTrouble(trouble);
    const { host } = addresses;
    log.say(level, { event, host, code, why, reason: error.message, err: error }, `${host} ${why}`);
    addresses.next();
  };
  connection.on('connect', () => {
    trouble = undefined;
    const { host } = addresses;
    log.say('info', { event: 'amqp_connected', host }, host);
    lasting = setTimeout(() => {
      pauses.reset();
      log.settle();
    }, LASTING_MS).unref();
    onEvent('connected', trouble);
  });
  connection.on('disconnect', (error) => {
    clearTimeout(lasting);
    explain('warn', 'amqp_disconnected', end.cause ?? error);
    onEvent('lost', trouble);
  });
  connection.on('connect-failed', (error) => {
    if (closing) return;
    explain('error', 'amqp_connect_failed', error);
    onEvent('failed', trouble);
  });
  connection.on('blocked', (reason) => {
    log.say('warn', { event: 'amqp_blocked', reason }, reason);
    onEvent('blocked', trouble);
  });
  connection.on('unblocked', () => {
    log.say('info', { event: 'amqp_unblocked' });
    onEvent('unblocked', trouble);
  });
  // What it is about is told when the connection is lost, which it always is.
  connection.on('error', () => undefined);
  const attempt = followAttempts(connection);

  return {
    get trouble() {
      return trouble;
    },
    async close() {
      closing = true;
      clearTimeout(lasting);
      log.settle();
      // A connection that is just being made when recovery is told to end is closed by it before set-up,
      // and so without a listener for its errors. Let it come to set-up, which refuses it.
      await within(ATTEMPT_TIMEOUT_MS, attempt());
      await closeQuietly(connection);
    },
  };
}

/** A queue without a leader lets a consumer wait for ever. */
async function rejectAfter(ms: number): Promise<never> {
  await sleep(ms, undefined, { ref: false });
  throw new AmqpError('SILENT', `the broker has not answered within ${ms / 1000} s`);
}
