import { randomUUID } from 'node:crypto';
import { DAY_SECONDS } from '@post-views/db';
import { LIMITS, type RejectionReason } from '@post-views/event';

/** A message that can't be counted. */
export interface BadMessage {
  readonly body: Buffer;
  /** Is in the body, and so in its dead letter: {@link markIn}. */
  readonly mark: string;
  readonly reason: RejectionReason;
}

const MARK = /mark-[0-9a-f-]{36}/;
/** The mark stands at the beginning. */
const LOOKED_AT_BYTES = 4_096;
const POST = '0b6f3a52-9f0c-4f5e-8a55-00000000bad0';
const YEAR_SECONDS = 365 * DAY_SECONDS;
/** Of a replica that is sent bad messages: what is older is one of them. */
export const RETENTION = { RAW_RETENTION_DAYS: '3' };
/** RabbitMQ 4 takes no message that is larger than 16 MiB. */
const HUGE_BYTES = 16 * 1024 * 1024 - 1024;
/** Views of this user are good, but the database of a scene takes none. */
export const REFUSED_USER = 666;

type Kind = readonly [RejectionReason, (mark: string) => string];

const nowSeconds = () => Math.floor(Date.now() / 1000);
const eventWith = (mark: string, fields: object) =>
  JSON.stringify({ note: mark, post_uuid: POST, timestamp: nowSeconds(), ...fields });

const KINDS: readonly Kind[] = [
  ['invalid_json', (mark) => `{"note":"${mark}","post_uuid":`],
  ['invalid_json', (mark) => `${mark}`],
  ['invalid_event', (mark) => JSON.stringify({ note: mark })],
  ['invalid_event', (mark) => eventWith(mark, { post_uuid: 42 })],
  ['invalid_event', (mark) => eventWith(mark, { post_uuid: '👀\u0000' })],
  ['invalid_event', (mark) => eventWith(mark, { timestamp: 'yesterday' })],
  ['invalid_event', (mark) => JSON.stringify(mark)],
  ['too_old', (mark) => eventWith(mark, { timestamp: '1969-12-31T23:59:59Z' })],
  ['too_old', (mark) => eventWith(mark, { timestamp: nowSeconds() - 30 * DAY_SECONDS })],
  ['rejected_by_database', (mark) => eventWith(mark, { user_id: REFUSED_USER })],
  ['in_future', (mark) => eventWith(mark, { timestamp: nowSeconds() + YEAR_SECONDS })],
  ['too_large', (mark) => eventWith(mark, { filler: 'x'.repeat(LIMITS.eventBytes) })],
];
/** It fills the memory of a consumer, which then takes nothing else: as often as the others, nothing would flow. */
const HUGE: Kind = ['too_large', (mark) => eventWith(mark, { filler: 'x'.repeat(HUGE_BYTES) })];
const ROUNDS_PER_HUGE = 20;

/** Every kind in turn, without end; a huge one first, and then rarely. */
export function* badMessages(): Generator<BadMessage, never> {
  for (let round = 0; ; round++) {
    if (round % ROUNDS_PER_HUGE === 0) yield badMessage(HUGE);
    for (const kind of KINDS) yield badMessage(kind);
  }
}

function badMessage([reason, bodyOf]: Kind): BadMessage {
  const mark = `mark-${randomUUID()}`;
  return { body: Buffer.from(bodyOf(mark)), mark, reason };
}

export function markIn(body: Buffer): string | undefined {
  return MARK.exec(body.toString('latin1', 0, LOOKED_AT_BYTES))?.[0];
}
