import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnv } from '../../src/env.ts';

const folder = mkdtempSync(join(tmpdir(), 'post-views-env-'));
afterAll(() => rm(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, randomUUID());
  writeFileSync(path, content);
  return path;
}

const schema = z.object({ DATABASE_URL: z.string(), AMQP_PASSWORD: z.string().optional() });

describe('a secret in a file', () => {
  it('is read as if it were set, without the line break at its end', () => {
    const env = {
      DATABASE_URL_FILE: file('mysql://db/views\r\n'),
      AMQP_PASSWORD_FILE: file(' p \n'),
    };
    expect(readEnv(schema, env)).toEqual({
      DATABASE_URL: 'mysql://db/views',
      AMQP_PASSWORD: ' p ',
    });
  });

  it('may be named by nothing, as by a variable that is not set', () => {
    expect(readEnv(schema, { DATABASE_URL: 'x', AMQP_PASSWORD_FILE: '' })).toEqual({
      DATABASE_URL: 'x',
    });
  });

  it.each([
    [
      'is not there',
      { DATABASE_URL_FILE: '/no/such/file' },
      'DATABASE_URL_FILE: the file can not be read (ENOENT)',
    ],
    [
      'is a folder',
      { DATABASE_URL_FILE: folder },
      'DATABASE_URL_FILE: the file can not be read (EISDIR)',
    ],
    ['is empty', { DATABASE_URL_FILE: file('\n') }, 'DATABASE_URL_FILE: the file is empty'],
    [
      'is set as well',
      { DATABASE_URL: 'x', DATABASE_URL_FILE: file('y') },
      'DATABASE_URL_FILE: DATABASE_URL is set as well',
    ],
  ])('that %s is told by its variable alone', (_what, env, fault) => {
    expect(() => readEnv(schema, env)).toThrow(
      expect.objectContaining({ message: `The environment is not usable:\n  ${fault}` }),
    );
  });

  it('is only what is a secret: other variables may end like that', () => {
    expect(readEnv(schema, { DATABASE_URL: 'x', HOST_FILE: '/no/such/file' })).toEqual({
      DATABASE_URL: 'x',
    });
  });
});
