import { describe, expect, it } from 'vitest';
import { readOptions } from '../../src/options.ts';

describe('readOptions', () => {
  it('is the comparison with its own sizes when nothing is said', () => {
    expect(readOptions([])).toMatchObject({ name: 'compare', sizes: { rounds: 3, only: [] } });
  });

  it('takes what is given before --quick, and that before the defaults', () => {
    const { sizes } = readOptions(['--quick', '--events', '2000', '--only', 'a', '--only', 'b']);
    expect(sizes).toMatchObject({ events: 2000, rounds: 1, only: ['a', 'b'] });
  });

  it('keeps filled tables only when told to', () => {
    expect(readOptions(['api']).sizes.keep).toBe(false);
    expect(readOptions(['api', '--keep']).sizes.keep).toBe(true);
  });

  it('takes several numbers of connections', () => {
    const { sizes } = readOptions(['overload', '--connections', '8', '--connections', '16']);
    expect(sizes.connections).toEqual([8, 16]);
  });

  it.each([
    [['--events', '0'], '--events must be a whole number above 0'],
    [['--events', '1e6'], '--events must be a whole number above 0'],
    [['--events', 'many'], '--events must be a whole number above 0'],
    [['--connections', '64', '--connections', '0'], '--connections must be a whole number above 0'],
    [['--evnts', '5'], '--evnts'],
    [['warp'], 'not warp'],
    [['toString'], 'not toString'],
    [['compare', 'compare'], 'not compare compare'],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
