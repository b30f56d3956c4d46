import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * `pnpm test`: runs Vitest with the arguments given, and ends with what failed in short and one line
 * `N passed, N failed`, which it writes after everything else, the stopping of the servers included.
 */
const folder = await mkdtemp(join(tmpdir(), 'post-views-tests-'));
try {
  const report = join(folder, 'report.json');
  const exitCode = await runVitest(report);
  const { passed, failed, described } = await readReport(report);
  // A file that can't be loaded, or a run without any test, must not pass for a success.
  const failures = failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed;
  for (const failure of described) process.stdout.write(`${failure}\n`);
  process.stdout.write(`${passed} passed, ${failures} failed\n`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

async function runVitest(report: string): Promise<number> {
  const vitest = spawn(
    'vitest',
    [
      'run',
      '--config=vitest.workspace.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  // The terminal sends Ctrl-C to both: Vitest stops the servers, and this process waits for that.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => vitest.kill('SIGTERM'));
  await once(vitest, 'close');
  return vitest.exitCode ?? 1;
}

async function readReport(
  path: string,
): Promise<{ passed: number; failed: number; described: string[] }> {
  try {
    const report = JSON.parse(await readFile(path, 'utf8')) as Report;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      described: describeFailures(report),
    };
  } catch {
    return { passed: 0, failed: 0, described: [] };
  }
}

function describeFailures({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages: [why = ''] }) => {
        const [firstLine] = why.split('\n');
        return `failed: ${relative(process.cwd(), name)}: ${fullName}: ${firstLine}`;
      }),
  );
}
