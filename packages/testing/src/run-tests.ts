import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `pnpm test`: runs Vitest with the arguments given, and ends with one line `N passed, N failed`, which it
 * writes after everything else, the stopping of the servers included.
 */
const folder = await mkdtemp(join(tmpdir(), 'post-views-tests-'));
try {
  const report = join(folder, 'report.json');
  const exitCode = await runVitest(report);
  const { passed, failed } = await readCounts(report);
  // A file that can't be loaded, or a run without any test, must not pass for a success.
  const failures = failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed;
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

async function readCounts(report: string): Promise<{ passed: number; failed: number }> {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
