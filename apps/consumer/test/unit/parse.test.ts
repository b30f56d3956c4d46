import { describe, expect, it } from 'vitest';
import { type ParseContext, parseMessage } from '../../src/parse.ts';

const NOON = Date.UTC(2026, 10, 24, 12) / 1000;
const context: ParseContext = { now: NOON, horizon: NOON - 86_400 };
const POST = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';
const ID = '019b0c2a-0000-7000-8000-000000000001';
const event = { post_uuid: POST, timestamp: NOON, event_id: ID };

function parse(body: unknown, changes: Partial<ParseContext> = {}) {
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  return parseMessage(Buffer.from(bytes), { ...context, ...changes });
}

function reasonOf(body: unknown): string | undefined {
  const { events, rejected } = parse(body);
  expect(events).toHaveLength(0);
  return rejected[0]?.rejection.reason;
}

describe('parseMessage', () => {
  it('reads one event', () => {
    expect(parse(event)).toEqual({
      events: [
        {
          position: null,
          view: expect.objectContaining({ postUuid: POST, eventId: ID, viewedAt: NOON }),
        },
      ],
      rejected: [],
      mended: [],
    });
  });

  it('reads an array, and refuses in it only what is wrong', () => {
    const { events, rejected } = parse([event, { post_uuid: POST }, 17, event]);
    expect(events.map(({ position }) => position)).toEqual([0, 3]);
    expect(rejected).toEqual([
      { position: 1, rejection: { reason: 'invalid_event', detail: 'timestamp: is required' } },
      {
        position: 2,
        rejection: { reason: 'invalid_event', detail: 'an event must be a JSON object' },
      },
    ]);
  });

  it.each([0, 501])('refuses an array of %i events as a whole', (count) => {
    const { events, rejected } = parse(Array(count).fill(event));
    expect(events).toEqual([]);
    expect(rejected).toMatchObject([{ position: null, rejection: { reason: 'invalid_event' } }]);
  });

  it('takes an array of 500', () => {
    expect(parse(Array(500).fill(event)).events).toHaveLength(500);
  });

  it('takes the id of the message for that of a single event', () => {
    const { event_id: _, ...anonymous } = event;
    const idOf = (body: unknown, messageId: string) =>
      parse(body, { messageId }).events[0]?.view.eventId;
    expect(idOf(anonymous, ID.toUpperCase())).toBe(ID);
    expect(idOf(event, '019b0c2a-0000-7000-8000-000000000002')).toBe(ID);
    expect(idOf(anonymous, 'order-17')).toMatch(/^[0-9a-f-]{36}$/);
    expect(idOf([anonymous], ID)).not.toBe(ID);
  });

  it('gives each event without any id one of its own', () => {
    const { event_id: _, ...anonymous } = event;
    const ids = parse([anonymous, anonymous]).events.map(({ view }) => view.eventId);
    expect(new Set(ids).size).toBe(2);
  });

  it('names what it mended', () => {
    expect(
      parse([
        { ...event, ip: 'x' },
        { ...event, user_id: -1, event_id: 'x' },
      ]).mended,
    ).toEqual(['ip', 'user_id', 'event_id']);
  });

  it('tells what comes too early or too late', () => {
    expect(reasonOf({ ...event, timestamp: NOON + 301 })).toBe('in_future');
    expect(parse({ ...event, timestamp: NOON + 300 }).events).toHaveLength(1);
    expect(reasonOf({ ...event, timestamp: NOON - 86_401 })).toBe('too_old');
    expect(parse({ ...event, timestamp: NOON - 86_400 }).events).toHaveLength(1);
    expect(reasonOf({ ...event, timestamp: NOON * 1000 })).toBe('in_future');
  });

  it('tells what is too large: an event, an event in an array, a body', () => {
    const large = { ...event, user_agent: 'x'.repeat(65_536) };
    expect(reasonOf(large)).toBe('too_large');
    const { events, rejected } = parse([event, large]);
    expect(events).toHaveLength(1);
    expect(rejected).toMatchObject([{ position: 1, rejection: { reason: 'too_large' } }]);
    expect(reasonOf(`[${'1'.repeat(8 * 1024 * 1024)}]`)).toBe('too_large');
  });

  it('reads arrays of any depth, and never throws', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const { events, rejected } = parse(`[${JSON.stringify(event)},${deep}]`);
    expect(events).toHaveLength(1);
    expect(rejected).toMatchObject([{ position: 1, rejection: { reason: 'too_large' } }]);
    expect(parse(`[${JSON.stringify(event)},${deep},1234567890123456789]`).events).toHaveLength(1);
  });

  it.each(['', '{', 'views', '{"post_uuid":'])('tells what is not JSON: %j', (body) => {
    expect(reasonOf(body)).toBe('invalid_json');
  });

  it.each(['null', '17', '"text"', '{}', 'true'])('tells what is not an event: %s', (body) => {
    expect(reasonOf(body)).toBe('invalid_event');
  });
});
