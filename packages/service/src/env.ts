import { z } from 'zod';
import { pathsOf, urlsOf } from './urls.ts';
import { wholeNumber } from './whole-number.ts';

/** A setting that is missing, malformed or in contradiction with another; the message names each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads a process's settings from its environment, once and all together.
 *
 * An empty variable counts as unset, since that is what compose files and manifests make of a missing one.
 *
 * @throws {ConfigError} with one line for each variable that is wrong; values are never shown
 */
export function readEnv<S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<S>> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = schema.safeParse(set);
  if (read.success) return Object.freeze(read.data);
  const faults = new Map<string, string>();
  for (const issue of read.error.issues) {
    const variable = String(issue.path[0]);
    const missing = issue.code === 'invalid_type' && set[variable] === undefined;
    const fault = missing ? 'is required' : issue.message;
    if (!faults.has(variable)) faults.set(variable, `  ${variable}: ${fault}`);
  }
  throw new ConfigError(['The environment is not usable:', ...faults.values()].join('\n'));
}

/** What every process of this service reads. */
export const commonEnv = {
  DATABASE_URL: urlsOf('mysql:')
    .refine(
      (text) => pathsOf(text).every((path) => /^\/[^/]+$/.test(path)),
      'must name a database: mysql://user:password@host:3306/database',
    )
    .refine((text) => pathsOf(text).length === 1, 'must name the same database in each URL'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
};

export const port = wholeNumber(0, 65_535);
