import { readFileSync } from 'node:fs';

type Env = Readonly<Record<string, string | undefined>>;

/** What may be in a file instead, whose path is in the variable of that name with `_FILE`: so are secrets mounted. */
const SECRETS: readonly string[] = [
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'MAINTENANCE_DATABASE_URL',
  'MAINTENANCE_DATABASE_PASSWORD',
  'AMQP_URL',
  'AMQP_PASSWORD',
  'INTERNAL_API_KEYS',
];

export interface EnvWithSecrets {
  readonly env: Env;
  /** By variable: why its file can't be used. Neither its path nor what is in it. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Reads secrets from their files, without line breaks at the end, which editors leave there. */
export function readSecrets(env: Env): EnvWithSecrets {
  const read: Record<string, string> = {};
  const faults = new Map<string, string>();
  for (const name of SECRETS) {
    const variable = `${name}_FILE`;
    const path = env[variable];
    if (path === undefined) continue;
    try {
      if (env[name] !== undefined) throw new Error(`${name} is set as well`);
      read[name] = readSecret(path);
    } catch (error) {
      faults.set(variable, (error as Error).message);
    }
  }
  return { env: { ...env, ...read }, faults };
}

function readSecret(path: string): string {
  const text = readText(path).replace(/[\r\n]+$/, '');
  if (text === '') throw new Error('the file is empty');
  return text;
}

/** @throws in words of ours, without the path */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`the file can not be read (${code})`, { cause: error });
  }
}
