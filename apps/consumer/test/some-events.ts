import { POST } from './start-test-consumer.ts';

let nextId = 1;

/** Good events, each with an id of its own. */
export function someEvents(count: number): object[] {
  return Array.from({ length: count }, () => ({
    post_uuid: POST,
    timestamp: new Date().toISOString(),
    event_id: `019b0c2a-0000-7000-9000-${String(nextId++).padStart(12, '0')}`,
  }));
}
