import { describe, expect, it } from 'vitest';
import { Semaphore } from '../../src/semaphore.ts';

/** @returns what has become of those that asked to be let in, in that order */
function createScene(permits: number) {
  const semaphore = new Semaphore(permits);
  const entered: string[] = [];
  const acquire = (name: string, timeoutMs?: number) =>
    semaphore.acquire(timeoutMs, (error) => entered.push(error ? `${name}: ${error.code}` : name));
  return { semaphore, entered, acquire };
}

describe('Semaphore', () => {
  it('lets in as many as it may, and then one for each that leaves, in their order', () => {
    const { semaphore, entered, acquire } = createScene(2);
    for (const name of ['a', 'b', 'c', 'd']) acquire(name);
    expect(entered).toEqual(['a', 'b']);
    semaphore.release();
    semaphore.release();
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
    semaphore.release();
    acquire('e');
    expect(entered.at(-1)).toBe('e');
  });

  it('lets nobody wait behind one that has given up', async () => {
    const { semaphore, entered, acquire } = createScene(1);
    acquire('a');
    acquire('b', 5);
    acquire('c', 10_000);
    await expect.poll(() => entered).toEqual(['a', 'b: POOL_TIMEOUT']);
    semaphore.release();
    expect(entered.at(-1)).toBe('c');
  });
});
