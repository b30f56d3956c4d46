import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { findPrometheus } from '../../src/live/start-prometheus.ts';
import { ROOT } from '../../src/root.ts';

/** A minute for installing Prometheus, and what a busy machine may take besides. */
const SETUP_TIMEOUT_MS = 300_000;

const folder = new URL('infra/prometheus/', ROOT);
const files = await readdir(new URL('tests/', folder));
let promtool: string;

async function run(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(promtool, args, { cwd: fileURLToPath(folder) });
  return stdout;
}

beforeAll(async () => {
  ({ promtool } = await findPrometheus());
}, SETUP_TIMEOUT_MS);

describe('promtool', () => {
  it('finds nothing to say about the rules and the configuration', async () => {
    expect(await run('check', 'rules', 'alerts.yaml')).toContain('SUCCESS');
    expect(await run('check', 'config', 'prometheus.yaml')).toContain('SUCCESS');
  });

  it.each(files)('has the alerts fire when they should, and only then: %s', async (file) => {
    expect(await run('test', 'rules', `tests/${file}`)).toContain('SUCCESS');
  });
});
