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

const BUFFER_BYTES = 4_096;
const BUFFER_MS = 100;
/** Of lines that nobody takes: what collects them is stuck. Later ones are lost, so that memory is not. */
const MAX_BUFFER_BYTES = 4 * 1024 * 1024;

export interface BufferedOutput {
  readonly destination: DestinationStream;
  /** Hands over what is left, before it returns; to be called when the process ends. */
  readonly flush: () => void;
}

/**
 * Standard output, buffered: lines are written together, after at most 100 ms or 4 KB. For a process that writes a
 * line for each request. A line of the level `fatal` waits for nothing.
 */
export function bufferedStdout(): BufferedOutput {
  const destination = pino.destination({
    dest: 1,
    minLength: BUFFER_BYTES,
    periodicFlush: BUFFER_MS,
    maxLength: MAX_BUFFER_BYTES,
  });
  return { destination, flush: () => destination.flushSync() };
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
