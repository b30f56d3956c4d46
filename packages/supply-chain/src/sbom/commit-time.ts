import { runProgram } from '../run-program.ts';

/**
 * When what is here was committed; `SOURCE_DATE_EPOCH` has another time (https://reproducible-builds.org/specs/source-date-epoch/).
 *
 * @returns ISO 8601, in UTC
 */
export async function commitTime(sourceDateEpoch: string | undefined): Promise<string> {
  const seconds = sourceDateEpoch || (await runProgram('git', 'log', '-1', '--format=%ct'));
  return new Date(Number(seconds) * 1000).toISOString();
}
