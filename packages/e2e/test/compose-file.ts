import { parse } from 'yaml';
import { ROOT, readText } from './repository.ts';

export interface ComposeService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly deploy?: { readonly replicas?: number };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly configs: Readonly<
    Record<string, { readonly content?: string; readonly file?: string } | undefined>
  >;
}

/** A YAML file of the repository. */
export function readYaml<T>(file: string): T {
  return parse(readText(file), { merge: true }) as T;
}

export const compose = readYaml<ComposeFile>('docker/compose.yaml');

/** `${NAME:-default}` is the default, as when no variable is set. */
export function withDefaults(text: string): string {
  return text.replace(/\$\{\w+(?::-([^}]*))?\}/g, (_, value: string = '') => value);
}

/** What a service is given as a file, read from the repository or from the compose file itself. */
export function configOf(service: ComposeService | undefined, target: string): string {
  const source = service?.configs?.find((config) => config.target === target)?.source ?? '';
  const { content, file } = compose.configs[source] ?? {};
  if (content !== undefined) return withDefaults(content);
  if (file !== undefined) return readText(fromRepository(file));
  throw new Error(`nothing is at ${target}`);
}

/** What a folder of a container is in the repository. */
export function folderAt(service: ComposeService | undefined, target: string): string {
  const mounts = (service?.volumes ?? []).map((volume) => volume.split(':'));
  const source = mounts.find(([, place]) => place === target)?.[0];
  if (!source?.startsWith('../')) throw new Error(`no folder of the repository is at ${target}`);
  return ROOT + fromRepository(source);
}

/** From the root of the repository; paths in the compose file begin where it is. */
function fromRepository(path: string): string {
  return path.replace(/^\.\.\//, '');
}
