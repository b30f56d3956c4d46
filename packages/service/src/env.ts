import { z } from 'zod';
import { readSecrets } from './secrets.ts';
import { wholeNumber } from './whole-number.ts';

/** A setting that is missing, malformed or in contradiction with another; the message names each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads a process's settings from its environment, once and all together.
 *
 * An empty variable counts as unset, since that is what compose files and manifests make of a missing one. Secrets may be in
 * files ({@link readSecrets}).
 *
 * @throws {ConfigError} with one line for each variable that is wrong; values are never shown
 */
export function readEnv<S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<S>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { env: set, faults: faultsOfFiles } = readSecrets(given);
  const read = schema.safeParse(set);
  if (read.success && faultsOfFiles.size === 0) return Object.freeze(read.data);
  const faults = new Map(faultsOfFiles);
  for (const issue of read.error?.issues ?? []) {
    const variable = String(issue.path[0]);
    const missing = issue.code === 'invalid_type' && set[variable] === undefined;
    // What it should have been is in a file that can't be used, which is told already.
    if (missing && faults.has(`${variable}_FILE`)) continue;
    if (!faults.has(variable)) faults.set(variable, missing ? 'is required' : issue.message);
  }
  const lines = Array.from(faults, ([variable, fault]) => `  ${variable}: ${fault}`);
  throw new ConfigError(['The environment is not usable:', ...lines].join('\n'));
}

/** What every process of this service reads. */
export const commonEnv = {
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
};

export const port = wholeNumber(0, 65_535);
