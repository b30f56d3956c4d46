import { describe, expect, it } from 'vitest';
import type { Letter } from '../../src/letter.ts';
import { Sender } from '../../src/sender.ts';

function letter(bytes: number): Letter {
  return { message: { content: Buffer.alloc(bytes) } } as Letter;
}

describe('Sender', () => {
  it('has letters on their way as long as their bodies fit, and one of any size', async () => {
    const confirms: (() => void)[] = [];
    const republish = () => new Promise<void>((resolve) => confirms.push(resolve));
    const sender = new Sender(republish, 100);
    let removed = 0;
    const send = (bytes: number) => sender.send(letter(bytes), () => (removed += 1));

    expect([send(60), send(40), send(1)]).toEqual([true, true, false]);
    confirms[0]?.();
    await expect.poll(() => send(60)).toBe(true);
    expect([sender.sent, removed]).toEqual([1, 1]);
    for (const confirm of confirms) confirm();
    await sender.settled(new AbortController().signal);
    expect([sender.sent, removed]).toEqual([3, 3]);

    expect([send(1_000), send(1)]).toEqual([true, false]);
  });

  it('has room again for what the broker has refused', async () => {
    const sender = new Sender(() => Promise.reject(new Error('refused')), 100);
    const send = () => sender.send(letter(100), () => expect.fail('was not sent'));
    expect([send(), send()]).toEqual([true, false]);
    await expect.poll(send).toBe(true);
    expect(sender.sent).toBe(0);
  });
});
