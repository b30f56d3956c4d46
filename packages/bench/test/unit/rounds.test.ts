import { expect, it } from 'vitest';
import type { Line, Sample } from '../../src/lines/line.ts';
import { runRounds } from '../../src/lines/rounds.ts';
import type { Stage } from '../../src/stage/stage.ts';

it('measures all lines in each round, in another order, and reports them in theirs', async () => {
  const ran: string[] = [];
  const line = (name: string): Line => ({
    name,
    run: async (_stage, seed) => {
      ran.push(`${name}${seed}`);
      return { eventsPerSecond: seed } as Sample;
    },
  });
  const stage = { say: () => undefined } as unknown as Stage;
  const measured = await runRounds(stage, ['a', 'b', 'c', 'd'].map(line), 2);

  const order = ran.map((text) => text[0]).join('');
  expect(order).toBe('abcdcdab');
  const [first, second] = [ran[0], ran[4]].map((text) => Number(text?.slice(1)));
  expect(first).not.toBe(second);
  expect(measured.map(({ line: name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  expect(measured.map(({ rounds }) => rounds.map((sample) => sample.eventsPerSecond))).toEqual(
    Array.from({ length: 4 }, () => [first, second]),
  );
});
