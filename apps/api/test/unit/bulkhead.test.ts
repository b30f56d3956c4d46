import { expect, it } from 'vitest';
import { Admission } from '../../src/reads/admission.ts';
import { Bulkhead } from '../../src/reads/bulkhead.ts';
import { Overloaded } from '../../src/request-errors.ts';

const forEver = () => new Promise<never>(() => undefined);

it('a bulkhead refuses at once what is too much, and has room again after work that failed', async () => {
  const bulkhead = new Bulkhead(1);
  const { promise, reject } = Promise.withResolvers<never>();
  const work = bulkhead.run(() => promise);
  await expect(bulkhead.run(forEver)).rejects.toThrow(Overloaded);
  expect(bulkhead.inFlight).toBe(1);
  reject(new Error('away'));
  await expect(work).rejects.toThrow('away');
  expect(bulkhead.inFlight).toBe(0);
  expect(await bulkhead.run(async () => 'done')).toBe('done');
});

it('admission leaves three quarters of the places to what is not slow', async () => {
  const admission = new Admission(8);
  for (let taken = 0; taken < 2; taken++) void admission.run(forEver, { slow: true });
  await expect(admission.run(forEver, { slow: true })).rejects.toThrow(Overloaded);
  expect(admission.inFlight).toBe(2);
  for (let taken = 2; taken < 8; taken++) void admission.run(forEver, { slow: false });
  await expect(admission.run(forEver, { slow: false })).rejects.toThrow(Overloaded);
  expect(admission.inFlight).toBe(8);
});
