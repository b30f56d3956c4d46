import { describe, expect, it } from 'vitest';
import { inShard, readOptions } from '../../src/options.ts';

describe('the options of the fault suite', () => {
  it('are all rows and mutants, but for those on clusters, unless some are wanted', () => {
    expect(readOptions([])).toMatchObject({ only: null, cluster: false, long: false, shard: null });
    const some = readOptions(['--row', '11', '--row', '12', '--long', '--seed', '7', '--cluster']);
    expect(some).toMatchObject({ only: [11, 12], cluster: true, long: true, seed: 7 });
  });

  it('are every n-th of them for each of n shards', () => {
    const parts = ['1/3', '2/3', '3/3'].map((text) => {
      const { shard } = readOptions(['--shard', text]);
      return inShard(['a', 'b', 'c', 'd'], shard);
    });
    expect(parts).toEqual([['a', 'd'], ['b'], ['c']]);
    expect(inShard(['a', 'b'], null)).toEqual(['a', 'b']);
  });

  it.for([
    [['--row', '99'], '--row: there is no row 99'],
    [['--shard', '3/2'], '--shard must be a part'],
    [['--shard', '0/2'], '--shard must be a part'],
    [['--resume', 'figures.json', '--shard', '1/2'], '--resume goes on with a run as it was begun'],
    [['--seed', 'x'], '--seed must be a whole number'],
    [['--resume', 'figures.json', '--long'], '--resume goes on with a run as it was begun'],
    [['--resume', 'figures.json', '--cluster'], '--resume goes on with a run as it was begun'],
    [['--resume', 'figures.json', '--seed', '1'], '--resume goes on with a run as it was begun'],
  ] as const)('%j is refused', ([args, message]) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
