import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../src/index.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: object;
  readonly permissions?: unknown;
  readonly jobs: Record<
    string,
    {
      readonly permissions?: unknown;
      readonly 'timeout-minutes'?: number;
      readonly steps: readonly Step[];
    }
  >;
}

const files = await Array.fromAsync(
  glob('.github/{workflows,actions}/**/*.{yml,yaml}', { cwd: ROOT }),
);
const texts = await Promise.all(files.map((file) => readFile(join(ROOT, file), 'utf8')));
const workflows = texts.map((text, index) => {
  const workflow: Workflow = parse(text);
  const jobs = Object.values(workflow.jobs);
  return { file: files[index], text, workflow, jobs, steps: jobs.flatMap((job) => job.steps) };
});

describe.each(workflows)('$file', ({ text, workflow, jobs, steps }) => {
  it('names each action by its commit, and the version beside it', () => {
    const written = text.split('\n').filter((line) => /^\s*-?\s*uses:/.test(line));
    expect(written).toHaveLength(steps.filter(({ uses }) => uses).length);
    for (const line of written) {
      expect(line).toMatch(/uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('may only read, and only what is checked out', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.map(({ permissions }) => permissions).filter(Boolean)).toEqual([]);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const { with: options } of checkouts) {
      expect(options).toMatchObject({ 'persist-credentials': false });
    }
  });

  it('runs nothing that a stranger wrote with the rights of somebody else', () => {
    // https://docs.github.com/en/actions/reference/security/secure-use
    expect(workflow.on).not.toHaveProperty('pull_request_target');
    expect(workflow.on).not.toHaveProperty('workflow_run');
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
    expect(text).not.toContain('secrets.');
  });

  it('ends by itself', () => {
    for (const job of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });
});

describe('CI', () => {
  it('is what .ci/run checks, which writes the SBOMs that are uploaded', async () => {
    const steps = workflows.flatMap((workflow) => workflow.steps);
    expect(steps.filter(({ run }) => /(^|\s)\.ci\/run$/.test(run ?? ''))).toHaveLength(1);
    const uploads = steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    expect(uploads.map(({ with: options }) => options?.['path'])).toEqual(['sbom/*.cdx.json']);
    expect(await readFile(join(ROOT, '.ci/run'), 'utf8')).toContain('npx pnpm sbom:write');
  });
});
