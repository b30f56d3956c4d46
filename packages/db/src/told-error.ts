import { classifyError } from './errors.ts';

/**
 * An error of the database in words for whoever runs a command: which variable to look at, and why. Any other error is
 * returned as it came.
 *
 * @param variable that holds the URL
 */
export function toldError(error: unknown, variable = 'DATABASE_URL'): unknown {
  const { code, kind, reason } = classifyError(error);
  if (kind === 'unknown') return error;
  return new Error(`${variable}: ${code}: ${reason}`, { cause: error });
}
