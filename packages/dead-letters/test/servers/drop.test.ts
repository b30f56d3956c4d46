import { fakeOutput } from '@post-views/terminal/fake-output';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drop } from '../../src/commands/drop.ts';
import type { Context } from '../../src/context.ts';
import { openTestLetters, type TestLetters } from '../open-test-letters.ts';

let letters: TestLetters;
const WAIT = { timeout: 20_000, interval: 20 };
const ID = '019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f60';

beforeEach(async () => {
  letters = await openTestLetters();
});
afterEach(() => letters[Symbol.asyncDispose]());

const left = () => letters.ready(letters.config.queue);

/** On a terminal, whose user types `answer`, or does what a function does. */
function onTerminal(
  answer: string | (() => Promise<string>),
  signal = new AbortController().signal,
) {
  const out = fakeOutput(120);
  const context: Context = {
    config: letters.config,
    out,
    err: fakeOutput(120),
    signal,
    ask: async () => (typeof answer === 'string' ? answer : answer()),
  };
  return { context, out };
}

describe('drop', () => {
  it('refuses when it can ask nobody, unless told not to', async () => {
    await letters.put([{ body: 'a' }, { body: 'b', reason: 'too_old' }, { body: 'c', id: ID }]);
    const refused = await letters.run('drop');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await left()).toBe(3);
    expect(await letters.run('drop --reason too_old --yes')).toMatchObject({
      code: 0,
      stdout: '1 letter dropped\n',
    });
    await expect.poll(left, WAIT).toBe(2);
    expect(await letters.run(`drop 2c4e5f60 --yes`)).toMatchObject({ code: 0 });
    await expect.poll(left, WAIT).toBe(1);
    const rest = await letters.broker.takeAll(letters.config.queue);
    expect(rest.map(({ content }) => content.toString())).toEqual(['a']);
  });

  it('drops nothing when one of the ids is not there, or none at all has the reason', async () => {
    await letters.put([{ body: 'a', id: ID }]);
    expect(await letters.run(`drop ${ID} ffff --yes`)).toMatchObject({ code: 1 });
    await expect.poll(left, WAIT).toBe(1);
    expect(await letters.run('drop -r too_old -y')).toMatchObject({
      code: 0,
      stdout: 'There is no letter to drop\n',
    });
    await expect.poll(left, WAIT).toBe(1);
  });

  it('drops exactly those that it has counted, once their number is typed', async () => {
    await letters.put(Array.from({ length: 3 }, () => ({ body: 'a' })));
    const { context, out } = onTerminal(async () => {
      await letters.put([{ body: 'new' }]);
      return ' 3\n';
    });
    expect(await drop(context, {}, {})).toBe('done');
    expect(out.text).toContain('<bold>3 letters to drop from');
    expect(out.text).toContain('3 letters dropped');
    await expect.poll(left, WAIT).toBe(1);
  });

  it('drops nothing for any other answer, nor when it is interrupted', async () => {
    await letters.put(Array.from({ length: 3 }, () => ({ body: 'a' })));
    for (const answer of ['', 'y', '4', '33']) {
      await expect(drop(onTerminal(answer).context, {}, {})).rejects.toThrow('nothing was dropped');
      await expect.poll(left, WAIT).toBe(3);
    }
    const controller = new AbortController();
    const interrupt = async () => {
      controller.abort();
      return '3';
    };
    expect(await drop(onTerminal(interrupt, controller.signal).context, {}, {})).toBe('stopped');
    await expect.poll(left, WAIT).toBe(3);
  });

  it('removes what it says that it has removed, however many', async () => {
    const reasons = ['too_old', 'invalid_json', 'too_old'] as const;
    await letters.put(
      Array.from({ length: 6_000 }, (_, n) => ({
        body: String(n),
        reason: reasons[n % 3] ?? 'too_old',
      })),
    );
    expect((await letters.run('drop --reason too_old --yes')).stdout).toBe(
      '4,000 letters dropped\n',
    );
    await expect.poll(left, WAIT).toBe(2_000);
    const rest = await letters.broker.takeAll(letters.config.queue);
    expect(rest.map(({ content }) => Number(content.toString()) % 3)).toEqual(Array(2_000).fill(1));
    const numbers = rest.map(({ content }) => Number(content.toString()));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });
});
