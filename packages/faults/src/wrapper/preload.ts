import { fileURLToPath } from 'node:url';

export type Env = Readonly<Record<string, string>>;

/** The environment of a process that loads a module before its own, which knows nothing of it. */
export function preloading(module: string, env: Env): Env {
  return { ...env, NODE_OPTIONS: `--import=${fileURLToPath(module)}` };
}

/** All of them; each module that one of them preloads is loaded. */
export function merged(...envs: readonly (Env | undefined)[]): Env {
  const options = envs.flatMap((env) => env?.['NODE_OPTIONS'] ?? []);
  const all: Env = Object.assign({}, ...envs);
  return options.length === 0 ? all : { ...all, NODE_OPTIONS: options.join(' ') };
}
