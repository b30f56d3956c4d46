import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * The log of one process: one JSON object a line, an `event` name and its fields, never a sentence.
 *
 * @param name which process speaks: `consumer`, `api`
 * @param destination where the lines go; standard output unless given
 */
export function createLog(name: string, level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      // Otherwise pino takes the message of `err` for the message of the line.
      errorKey: 'no-such-key',
    },
    destination ?? pino.destination(1),
  );
}

const GATHERED_BYTES = 4_096;
const GATHERED_MS = 100;

/**
 * Standard output, where lines wait for each other: at most a tenth of a second, or until there are 4 KB. For a process that
 * writes a line for each request, of whose time a tenth would go into handing them over one by one. A line
 * of the level `fatal` waits for nothing, nor does the end of the process, unless it is killed.
 */
export function gatheredOutput(): DestinationStream {
  const output = pino.destination({
    dest: 1,
    minLength: GATHERED_BYTES,
    periodicFlush: GATHERED_MS,
  });
  process.once('exit', () => output.flushSync());
  return output;
}

export interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  /** The innermost line of the program that took part: enough to find it, and free of data. */
  readonly at?: string;
  readonly cause?: ErrorDescription;
}

/**
 * What a log may say of an error. Its message, its stack and its properties stay out: a database
 * error carries the whole statement with its values, IP addresses among them.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const line = error.stack?.split('\n').find((frame) => /\b(?:apps|packages)\/\w/.test(frame));
  const at = line?.match(/(?:apps|packages)\/[^\s)]+/)?.[0];
  return {
    type: error.name,
    ...code,
    ...(at !== undefined && { at }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
