import { createLog, type Logger } from '@post-views/service';
import type { LogLine } from './child-process.ts';

/** A log of all levels that adds its lines to an array. */
export function logTo(lines: LogLine[]): Logger {
  const write = (line: string) => lines.push(JSON.parse(line) as LogLine);
  return createLog('test', 'debug', { write });
}

/** A log of all levels, and the lines that were written to it. */
export function createLogLines(): { readonly log: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  return { log: logTo(lines), lines };
}
