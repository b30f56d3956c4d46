import { describe, expect, it } from 'vitest';
import { findRefused, findUnused, wayTo } from '../../src/index.ts';
import { bomOf } from '../bom-of.ts';

const bom = bomOf('post-views', {
  'post-views': ['good@1.0.0: MIT', 'middle@2.0.0: ISC'],
  'middle@2.0.0: ISC': ['good@1.0.0: MIT', 'bad@3.0.0: AGPL-3.0-only', 'silent@4.0.0'],
  'bad@3.0.0: AGPL-3.0-only': ['middle@2.0.0: ISC'],
});
const exception = { name: /^bad$/, licence: 'AGPL-3.0-only', reason: 'for this test' };
const BAD = 'bad 3.0.0: AGPL-3.0-only (post-views → middle → bad)';
const SILENT = 'silent 4.0.0: no licence (post-views → middle → silent)';

describe('a licence that is not on the list', () => {
  it('is told with name, version and the way it got in, and so is none at all', () => {
    expect(findRefused(bom, [])).toEqual([BAD, SILENT]);
  });

  it('passes with an exception, which holds for that name and that licence only', () => {
    expect(findRefused(bom, [exception])).toEqual([SILENT]);
    expect(findRefused(bom, [{ ...exception, name: /^other$/ }])).toEqual([BAD, SILENT]);
    expect(findRefused(bom, [{ ...exception, licence: 'GPL-3.0-only' }])).toEqual([BAD, SILENT]);
  });

  it('leaves no exception behind when it goes', () => {
    expect(findUnused(bom, [exception])).toEqual([]);
    expect(findUnused(bom, [{ ...exception, licence: 'GPL-3.0-only' }])).toHaveLength(1);
  });
});

describe('the way to a package', () => {
  it('is the shortest from a package of ours', () => {
    expect(wayTo('pkg:npm/good@1.0.0', bom)).toEqual(['post-views', 'good']);
  });

  it('is the package alone where nothing leads to it', () => {
    expect(wayTo('pkg:npm/alone@1.0.0', bom)).toEqual(['pkg:npm/alone@1.0.0']);
  });
});
