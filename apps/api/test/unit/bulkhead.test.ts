import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PLACES } from '../../src/limits.ts';
import { Admission } from '../../src/reads/admission.ts';
import { Bulkhead } from '../../src/reads/bulkhead.ts';
import { Overloaded } from '../../src/request-errors.ts';

const forEver = () => new Promise<never>(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a bulkhead refuses at once what is too much, and has room again after work that failed', async () => {
  const bulkhead = new Bulkhead({ maxConcurrent: 1 });
  const { promise, reject } = Promise.withResolvers<never>();
  const work = bulkhead.run(() => promise);
  await expect(bulkhead.run(forEver)).rejects.toThrow(Overloaded);
  expect(bulkhead.inFlight).toBe(1);
  reject(new Error('away'));
  await expect(work).rejects.toThrow('away');
  expect(bulkhead.inFlight).toBe(0);
  expect(await bulkhead.run(async () => 'done')).toBe('done');
});

it('the last to wait is the first to go on, and none goes on before there is room', async () => {
  const bulkhead = new Bulkhead({ maxConcurrent: 1, maxWaitMs: 100, maxWaiting: 2 });
  const begun: string[] = [];
  const start = (name: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = bulkhead.run(() => {
      begun.push(name);
      return promise;
    });
    return { resolve, end };
  };
  const [first, second, third] = ['first', 'second', 'third'].map(start);
  await expect(bulkhead.runAtOnce(forEver)).rejects.toThrow(Overloaded);
  expect([begun, bulkhead.waiting, bulkhead.inFlight]).toEqual([['first'], 2, 1]);
  for (const work of [first, third, second]) {
    work?.resolve();
    await work?.end;
  }
  expect([begun, bulkhead.waiting, bulkhead.inFlight]).toEqual([
    ['first', 'third', 'second'],
    0,
    0,
  ]);
});

it('who has waited for long enough is refused, and takes no place afterwards', async () => {
  const bulkhead = new Bulkhead({ maxConcurrent: 1, maxWaitMs: 100, maxWaiting: 2 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = bulkhead.run(() => promise);
  const refused = expect(bulkhead.run(forEver)).rejects.toThrow(Overloaded);
  await vi.advanceTimersByTimeAsync(99);
  expect(bulkhead.waiting).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await refused;
  expect(bulkhead.waiting).toBe(0);
  resolve();
  await work;
  expect(bulkhead.inFlight).toBe(0);
});

it('when as many wait as may, the one that has waited longest is refused', async () => {
  const bulkhead = new Bulkhead({ maxConcurrent: 1, maxWaitMs: 100, maxWaiting: 1 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = bulkhead.run(() => promise);
  const refused = expect(bulkhead.run(forEver)).rejects.toThrow(Overloaded);
  const late = bulkhead.run(async () => 'done');
  await refused;
  resolve();
  await work;
  expect(await late).toBe('done');
  expect([bulkhead.inFlight, bulkhead.waiting]).toEqual([0, 0]);
});

it('admission leaves three quarters of the places to what is not slow', async () => {
  const admission = new Admission(8);
  for (let taken = 0; taken < 2; taken++) void admission.run(forEver, { slow: true });
  await expect(admission.run(forEver, { slow: true })).rejects.toThrow(Overloaded);
  expect(admission.inFlight).toBe(2);
  for (let taken = 2; taken < 8; taken++) void admission.run(forEver, { slow: false });
  const refused = expect(admission.run(forEver, { slow: false })).rejects.toThrow(Overloaded);
  expect([admission.inFlight, admission.waiting]).toEqual([8, 1]);
  const slow = new Admission(1);
  void slow.run(forEver, { slow: false });
  await expect(slow.run(forEver, { slow: true })).rejects.toThrow(Overloaded);
  await vi.advanceTimersByTimeAsync(PLACES.maxWaitMs);
  await refused;
});
