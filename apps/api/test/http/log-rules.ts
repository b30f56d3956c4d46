import { KEY } from '../open-test-app.ts';
import { CALLER_IP, CANARY } from './parts.ts';

const FIELDS = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'name',
  'event',
  'method',
  'route',
  'status',
  'caller',
  'ms',
]);
const SECRETS = [KEY, 'k-other', CANARY, CALLER_IP, '127.0.0.1', '::1', 'post_uuids'];

/**
 * @param lines what was logged while requests were answered: that they were, and nothing else
 * @throws {Error} with the line that says too much
 */
export function checkLog(lines: string): void {
  for (const line of lines.split('\n').filter((text) => text !== '')) {
    const read = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const isAnswered = read['level'] === 'info' && read['event'] === 'request_answered';
    const isKnown = Object.keys(read).every((name) => FIELDS.has(name));
    const secret = SECRETS.find((text) => line.includes(text));
    if (!isAnswered || !isKnown || secret !== undefined) throw new Error(`logged: ${line}`);
  }
}
