import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestLetters, POST, type TestLetters } from '../open-test-letters.ts';

let letters: TestLetters;
const WAIT = { timeout: 20_000, interval: 20 };
const ID = '019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f60';

beforeEach(async () => {
  letters = await openTestLetters();
});
afterEach(() => letters[Symbol.asyncDispose]());

const event = { post_uuid: POST, timestamp: 'never', ip: '203.0.113.9', user_agent: 'Mozilla/5.0' };

async function bodiesLeft(count: number): Promise<string[]> {
  const { queue } = letters.config;
  await expect.poll(() => letters.ready(queue), WAIT).toBe(count);
  return (await letters.broker.takeAll(queue)).map(({ content }) => content.toString());
}

describe('list', () => {
  it('shows a line for each letter and how many there are by reason, and nothing personal', async () => {
    await letters.put([
      { body: event, id: ID },
      { body: '{"ip":"203.0.113.9","user_agent":"Mozilla/5.0 (X11', reason: 'invalid_json' },
      { body: '\u001b[2J', reason: 'invalid_json' },
    ]);
    const { code, stdout, stderr } = await letters.run('list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^# {2}REJECTED \(UTC\) +REASON +SIZE {2}ID +DETAIL {2}BODY$/);
    expect(lines[1]).toContain('1  2026-11-24 12:00:00  invalid_event  118 B  2c4e5f60  why');
    expect(lines[1]).toContain(`{"post_uuid":"${POST}","timestamp":"never","ip":"***"`);
    expect(lines[2]).toContain('{"ip":"***","user_agent":"***');
    expect(stdout).toContain(`3 letters in ${letters.config.queue}`);
    expect(stdout).toMatch(/invalid_json +2 {2}2026-11-24 12:00:00/);
    expect(stdout).not.toMatch(/203\.0\.113\.9|Mozilla/);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  });

  it('leaves all letters where they were, in their order, however often somebody looks', async () => {
    // More than one span holds.
    const bodies = Array.from({ length: 4_500 }, (_, n) => String(n));
    await letters.put(bodies.map((body) => ({ body })));
    for (let round = 0; round < 3; round += 1) {
      const { code, stdout } = await letters.run('list --limit 2');
      expect(code).toBe(0);
      expect(stdout).toContain('2 of 4,500 letters shown; --limit 4500 shows all');
      expect(stdout).toMatch(/^invalid_event +4,500 /m);
      await expect.poll(() => letters.ready(letters.config.queue), WAIT).toBe(4_500);
    }
    expect(await bodiesLeft(4_500)).toEqual(bodies);
  });

  it('writes one JSON object a line for programs, all of them unless told otherwise', async () => {
    await letters.put(Array.from({ length: 60 }, () => ({ body: event })));
    await letters.put([{ body: '{', reason: 'invalid_json', id: ID }]);
    const all = (await letters.run('list --json')).stdout.trimEnd().split('\n');
    expect(all).toHaveLength(61);
    expect(JSON.parse(all.at(-1) ?? '')).toEqual({
      position: 61,
      id: ID,
      rejected_at: '2026-11-24T12:00:00.000Z',
      reason: 'invalid_json',
      detail: 'why',
      bytes: 1,
      body: '{',
    });
    await expect.poll(() => letters.ready(letters.config.queue), WAIT).toBe(61);
    const some = (await letters.run('list --json --reason invalid_event --limit 7')).stdout;
    expect(some.trimEnd().split('\n')).toHaveLength(7);
  });

  it('says that there is none', async () => {
    const { code, stdout } = await letters.run('list');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `0 letters in ${letters.config.queue}\n` });
  });

  it('ends when another consumer has got some of them', async () => {
    const { channel } = letters.broker;
    await letters.put(Array.from({ length: 20 }, () => ({ body: event })));
    const held = await channel.get(letters.config.queue);
    expect((await letters.run('list --limit 0')).stdout).toContain('19 letters in');
    if (held) channel.nack(held);
    expect(await bodiesLeft(20)).toHaveLength(20);
  });
});

describe('show', () => {
  it('shows all of a letter that is named by a part of its id, and leaves it there', async () => {
    const options = { messageId: 'm-1', appId: 'shop', contentType: 'application/json' };
    await letters.put([{ body: event, id: ID, options }, { body: {} }, { body: event, id: ID }]);
    const { code, stdout } = await letters.run('show 2C4E5F60');
    expect(code).toBe(0);
    expect(stdout).toContain(`Letter ${ID}`);
    expect(stdout).toMatch(/place +1 and 3 of 3/);
    expect(stdout).toMatch(/message_id +m-1/);
    expect(stdout).toMatch(/x-detail +why/);
    expect(stdout).toContain('  "ip": "***",\n  "user_agent": "***"');
    await expect.poll(() => letters.ready(letters.config.queue), WAIT).toBe(3);
    const open = await letters.run(`show ${ID} --with-personal-data`);
    expect(open.stdout).toContain('  "ip": "203.0.113.9",\n  "user_agent": "Mozilla/5.0"');
    expect(await bodiesLeft(3)).toHaveLength(3);
  });

  it('says when an id means several letters, or none', async () => {
    await letters.put([
      { body: event, id: ID },
      { body: event, id: ID.replace('60', '61') },
    ]);
    expect(await letters.run('show 019ab6c2')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('the id 019ab6c2 means several letters, such as 019ab6c2-'),
    });
    await expect.poll(() => letters.ready(letters.config.queue), WAIT).toBe(2);
    expect(await letters.run('show ffff')).toMatchObject({
      code: 1,
      stderr: 'Failed: no letter has the id ffff\n',
    });
  });
});
