import { DEAD_LETTER_HEADERS, type RejectionReason, TOPOLOGY } from '@post-views/event';
import { seededRandom } from '@post-views/testing/random';
import { eventsOf, type OutgoingEvent } from './events.ts';
import type { Message } from './publish.ts';
import { uuidV7 } from './random.ts';
import type { Workload } from './workload.ts';

/** What is wrong with an event, and what the consumer says of it. */
interface Fault {
  readonly reason: RejectionReason;
  readonly detail: string;
  readonly bodyOf: (event: OutgoingEvent) => string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Each has as many letters as any other, in turn. */
const FAULTS: readonly Fault[] = [
  {
    reason: 'in_future',
    detail: 'timestamp: 86400 seconds ahead',
    bodyOf: (event) =>
      JSON.stringify({
        ...event,
        timestamp: new Date(Date.parse(event.timestamp) + DAY_MS).toISOString(),
      }),
  },
  {
    reason: 'invalid_event',
    detail: 'post_uuid: must be a UUID',
    bodyOf: (event) => JSON.stringify({ ...event, post_uuid: event.post_uuid.slice(1) }),
  },
  {
    reason: 'invalid_json',
    detail: 'the body is not JSON',
    bodyOf: (event) => JSON.stringify(event).slice(0, -1),
  },
  {
    reason: 'rejected_by_database',
    detail: 'ER_CHECK_CONSTRAINT_VIOLATED: Check constraint is violated.',
    bodyOf: (event) => JSON.stringify(event),
  },
];

export interface Letter {
  readonly reason: RejectionReason;
  readonly message: Message;
}

/**
 * The events of a workload as the consumer publishes those that it can't count.
 *
 * @param queue from which they came
 */
export function* lettersOf(workload: Workload, queue: string): Generator<Letter> {
  const random = seededRandom(workload.seed + 1);
  const rejectedAt = workload.firstAt;
  let n = 0;
  for (const event of eventsOf(workload)) {
    const { reason, detail, bodyOf } = FAULTS[n++ % FAULTS.length] as Fault;
    const headers = {
      [DEAD_LETTER_HEADERS.reason]: reason,
      [DEAD_LETTER_HEADERS.detail]: detail,
      [DEAD_LETTER_HEADERS.rejectedAt]: new Date(rejectedAt).toISOString(),
    };
    const message: Message = {
      exchange: TOPOLOGY.deadLetterExchange,
      routingKey: queue,
      body: Buffer.from(bodyOf(event)),
      options: {
        correlationId: uuidV7(rejectedAt, random),
        persistent: true,
        mandatory: true,
        headers,
      },
    };
    yield { reason, message };
  }
}
