import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { DEAD_LETTER_HEADERS, LIMITS, TOPOLOGY } from '../../src/index.ts';

const committed = (file: string) =>
  readFileSync(new URL(`../../../../docs/${file}`, import.meta.url), 'utf8');
const EVENT = {
  post_uuid: '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f',
  timestamp: '2026-11-24T12:00:00Z',
};

describe('event.schema.json', () => {
  const document = JSON.parse(committed('event.schema.json'));
  const ajv = formats.default(new Ajv2020({ strict: true, allErrors: true }));
  const validate = ajv.compile(document);

  it('takes its own example, one event and an array of as many as a message may hold', () => {
    expect(validate(document.$defs.PostView.examples[0])).toBe(true);
    expect(validate(EVENT)).toBe(true);
    expect(validate(Array(LIMITS.eventsPerMessage).fill(EVENT))).toBe(true);
  });

  it.each([
    ['no event', []],
    ['too many', Array(LIMITS.eventsPerMessage + 1).fill(EVENT)],
    ['one that is wrong', [EVENT, { ...EVENT, timestamp: 'soon' }]],
  ])('refuses an array with %s', (_, array) => {
    expect(validate(array)).toBe(false);
  });
});

describe('asyncapi.json', () => {
  it('is AsyncAPI 3 without a fault, and says where to publish what', async () => {
    const { document, diagnostics } = await new Parser().parse(committed('asyncapi.json'));
    // A newer version of AsyncAPI is no fault.
    expect(diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version')).toEqual([]);

    expect(document?.version()).toBe('3.0.0');
    const channel = document?.channels().get('postViewed');
    expect(channel?.address()).toBe(TOPOLOGY.routingKey);
    expect(channel?.bindings().get('amqp')?.value()).toMatchObject({
      is: 'routingKey',
      exchange: { name: TOPOLOGY.exchange, type: 'topic', durable: true },
    });
    const [one, many] = channel?.messages().all() ?? [];
    expect(one?.contentType()).toBe('application/json');
    expect(one?.payload()?.required()).toEqual(['post_uuid', 'timestamp']);
    expect(many?.payload()?.maxItems()).toBe(LIMITS.eventsPerMessage);
    const [letter] = document?.channels().get('deadLetters')?.messages().all() ?? [];
    expect(letter?.headers()?.required()).toEqual(Object.values(DEAD_LETTER_HEADERS));
  });
});
