import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../src/index.ts';

const read = (file: string) => readFile(join(ROOT, file), 'utf8');
const settings = parse(await read('pnpm-workspace.yaml'));

describe('what must be in step', () => {
  it.each(['mysql', 'rabbitmq'])('is each mention of the image of %s', async (image) => {
    const files = [
      '{.,packages/servers}/README.md',
      'packages/servers/src/**/*.ts',
      'docker/*compose.yaml',
    ];
    const tags = new Set<string>();
    const mentioning = new Set<string>();
    for await (const file of glob(files, { cwd: ROOT })) {
      const mentions = (await read(file)).matchAll(
        new RegExp(`[\\s'\`]${image}:(\\d[\\w.@:-]*)`, 'g'),
      );
      for (const [, tag = ''] of mentions) {
        // A digest stands where a machine reads, not where a person does.
        tags.add(file.endsWith('.md') ? tag : (tag.split('@', 1)[0] ?? ''));
        mentioning.add(file);
      }
    }
    expect(mentioning.size).toBeGreaterThanOrEqual(5);
    expect(tags.size, [...tags].join(' and ')).toBe(1);
  });

  it('is the Node of scripts, images and types', async () => {
    const version: string = settings.catalog.node;
    expect(settings.nodeVersion).toBe(version);
    const [major] = version.split('.');
    for (const file of ['docker/Dockerfile', 'packages/tracing/Dockerfile']) {
      expect(await read(file), file).toMatch(new RegExp(`^FROM node:${major}[.\\d]*-slim\\b`, 'm'));
    }
    expect(settings.catalog['@types/node']).toMatch(new RegExp(`^${major}\\.`));
  });

  it('is how long pnpm and Renovate wait for a new version', async () => {
    const days = /minimumReleaseAge: '(\d+) days'/.exec(await read('renovate.json5'))?.[1];
    expect(settings.minimumReleaseAge).toBe(Number(days) * 24 * 60);
  });
});
