import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CircuitBreaker, CircuitOpen } from '../../src/reads/breaker.ts';

const WAIT = { interval: 1 };
const PATIENCE_MS = 20;

let breaker: CircuitBreaker;
/** Those that were not answered yet. */
let probes: PromiseWithResolvers<void>[];

beforeEach(() => {
  probes = [];
  breaker = new CircuitBreaker({
    patienceMs: PATIENCE_MS,
    pauseMs: 1,
    probe: () => {
      const probe = Promise.withResolvers<void>();
      probes.push(probe);
      return probe.promise;
    },
  });
});
afterEach(() => {
  breaker.end();
  for (const { resolve } of probes) resolve();
});

const errorOf = (code: string) => Object.assign(new Error(code), { code });
const answers = async () => 'answer';
const run = (code: string) => expect(breaker.run(fails(code))).rejects.toThrow(code);
function fails(code: string): () => Promise<string> {
  return async () => {
    throw errorOf(code);
  };
}
const isOpen = () =>
  breaker.run(answers).then(
    () => false,
    (error: unknown) => error instanceof CircuitOpen,
  );

describe('CircuitBreaker', () => {
  it('stays closed when one connection is lost and the database is there', async () => {
    for (let times = 1; times <= 20; times++) {
      await run('ECONNRESET');
      probes.at(-1)?.resolve();
      await expect.poll(isOpen, WAIT).toBe(false);
    }
  });

  it('opens when the probe is lost as well, at once', async () => {
    await run('ECONNRESET');
    expect(await isOpen()).toBe(false);
    probes[0]?.reject(errorOf('ECONNREFUSED'));
    await expect.poll(isOpen, WAIT).toBe(true);
  });

  it('opens when the probe is not answered in time, and refuses those that wait already', async () => {
    const waiting = breaker.run(() => new Promise(() => undefined));
    await run('ETIMEDOUT');
    await expect(waiting).rejects.toThrow(CircuitOpen);
    expect(await isOpen()).toBe(true);
    expect(probes).toHaveLength(1);
  });

  it.each(['ECONNREFUSED', 'POOL_TIMEOUT', 'ER_CON_COUNT_ERROR', 'ER_ACCESS_DENIED_ERROR'])(
    'is not closed by a probe that ends with %s, but by one that is answered',
    async (code) => {
      await run('ECONNRESET');
      probes[0]?.reject(errorOf('ECONNREFUSED'));
      await expect.poll(() => probes.length, WAIT).toBe(2);
      probes[1]?.reject(errorOf(code));
      await expect.poll(() => probes.length, WAIT).toBe(3);
      expect(await isOpen()).toBe(true);
      probes[2]?.resolve();
      await expect.poll(isOpen, WAIT).toBe(false);
    },
  );

  it('lets nobody wait for a probe, and has one at a time', async () => {
    await run('ECONNRESET');
    await expect.poll(isOpen, WAIT).toBe(true);
    for (let times = 1; times <= 20; times++) expect(await isOpen()).toBe(true);
    expect(probes).toHaveLength(1);
  });

  it.each([
    'POOL_TIMEOUT',
    'ER_QUERY_TIMEOUT',
    'ER_CON_COUNT_ERROR',
    'ER_TOO_MANY_USER_CONNECTIONS',
  ])('asks nothing because of %s, which says nothing of other statements', async (code) => {
    await run(code);
    expect(probes).toEqual([]);
    expect(await isOpen()).toBe(false);
  });

  it('probes no more when it has ended', async () => {
    await run('ECONNRESET');
    breaker.end();
    probes[0]?.reject(errorOf('ECONNREFUSED'));
    await expect.poll(isOpen, WAIT).toBe(false);
    expect(probes).toHaveLength(1);
  });
});
