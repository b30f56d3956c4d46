import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { etagOf, matchesEtag } from '../../src/answers/answer.ts';
import { csvFormat } from '../../src/answers/csv.ts';
import { jsonFormat } from '../../src/answers/json.ts';
import { sparklineFormat } from '../../src/answers/sparkline.ts';
import { dailyViews } from '../../src/schemas.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const daysOf = (...counts: number[]) =>
  counts.map((views, index) => ({ date: `2026-11-${String(index + 1).padStart(2, '0')}`, views }));

describe('an answer in JSON', () => {
  const json = jsonFormat(
    z.object({ views: z.int() }),
    { limit: z.int() },
    { data: { views: 1 }, meta: { limit: 1 } },
  );
  const at = (time: string) => json.answer({ views: 7 }, { limit: 1 }, new Date(time));

  it('has data and meta, and says so when it is stale', () => {
    const answer = at('2026-11-24T12:00:00Z');
    const body = {
      data: { views: 7 },
      meta: { limit: 1, timezone: 'UTC', as_of: '2026-11-24T12:00:00.000Z' },
    };
    expect(JSON.parse(answer.body)).toEqual(body);
    expect(JSON.parse(answer.staleBody())).toEqual({
      ...body,
      meta: { ...body.meta, stale: true },
    });
  });

  it('has the same ETag for the same data, whenever they were read', () => {
    expect(at('2026-11-24T12:00:01Z').etag).toBe(at('2026-11-24T12:00:02Z').etag);
  });

  it('has another ETag for other data, and for what was understood in another way', () => {
    const { etag } = at('2026-11-24T12:00:01Z');
    expect(json.answer({ views: 8 }, { limit: 1 }, new Date()).etag).not.toBe(etag);
    expect(json.answer({ views: 7 }, { limit: 2 }, new Date()).etag).not.toBe(etag);
  });

  it('has no ETag where it cannot be conditional', () => {
    const posted = jsonFormat(z.int(), {}, { data: 1, meta: {} }, { conditional: false });
    expect(posted.answer(7, {}, new Date())).not.toHaveProperty('etag');
  });

  it('takes no more memory than its body, when it is kept', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const long = jsonFormat(z.array(z.string()), {}, { data: [], meta: {} });
    const make = () => {
      const answer = long.answer(Array<string>(1_000).fill('x'.repeat(1_000)), {}, new Date());
      // As sending it does, this makes one string of its parts.
      Buffer.from(answer.body);
      return answer;
    };
    collect();
    const before = process.memoryUsage().heapUsed;
    const answers = Array.from({ length: 20 }, make);
    collect();
    const used = process.memoryUsage().heapUsed - before;
    const bytes = answers.reduce((sum, { body }) => sum + body.length, 0);
    expect(used / bytes).toBeLessThan(1.5);
  });

  it('is never made of what its schema does not allow', () => {
    expect(() => json.answer({ views: 7.5 }, { limit: 1 }, new Date())).toThrow();
    expect(() => json.answer({ views: 7 }, {} as never, new Date())).toThrow();
  });
});

describe('matchesEtag', () => {
  const etag = etagOf('data');
  const strong = etag.slice(2);

  it.each([etag, strong, '*', `"other", ${etag}`, `"other",${strong}`])(
    'finds it in %s',
    (header) => {
      expect(matchesEtag(header, etag)).toBe(true);
    },
  );

  it.each([undefined, '', '"other"', strong.slice(1, -1)])('does not find it in %s', (header) => {
    expect(matchesEtag(header, etag)).toBe(false);
  });
});

it('CSV has a line of names, and lines that end as RFC 4180 has them', () => {
  const { body } = csvFormat(dailyViews).answer(
    [{ views: 7, date: '2026-11-24', partial: true }],
    {},
    NOW,
  );
  expect(body).toBe('date,views,partial\r\n2026-11-24,7,true\r\n');
});

describe('a sparkline', () => {
  const linesOf = (...counts: number[]) => sparklineFormat.answer(daysOf(...counts), {}, NOW).body;

  it('draws the highest day at the top and a day without views at the bottom', () => {
    expect(linesOf(0, 10, 5)).toContain('d="M1.5,22.5L60,1.5L118.5,12"');
  });

  it('tells in words what it shows', () => {
    expect(linesOf(1, 2)).toContain(
      '<title>3 views from 2026-11-01 to 2026-11-02, at most 2 a day</title>',
    );
  });

  it.each([[[0, 0, 0]], [[7]], [[Number.MAX_SAFE_INTEGER, 0]]])('can be drawn of %j', (counts) => {
    const svg = linesOf(...counts);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/);
  });
});
