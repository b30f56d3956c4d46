import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../src/index.ts';
import { readLockfile } from '../lockfile.ts';

const { resolutions } = await readLockfile();
const settings = parse(await readFile(join(ROOT, 'pnpm-workspace.yaml'), 'utf8'));

describe('the lockfile', () => {
  it('has a hash of every package, and nothing from git, a URL or a folder', () => {
    const others = resolutions.filter(({ resolution }) => {
      const { integrity, ...rest } = resolution;
      return !/^sha512-[\w+/]{86}==$/.test(String(integrity)) || Object.keys(rest).length > 0;
    });
    expect(others).toEqual([]);
  });
});

describe('an install', () => {
  it('runs the script of Node alone, and fails when another wants to', () => {
    const allowed = Object.entries(settings.allowBuilds).filter(([, isAllowed]) => isAllowed);
    expect(allowed).toEqual([['node', true]]);
    expect(settings.strictDepBuilds).toBe(true);
    expect(settings).not.toHaveProperty('dangerouslyAllowAllBuilds');
  });
});
