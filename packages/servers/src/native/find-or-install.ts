import type { Progress } from '../servers.ts';
import { installPackages, whyNoInstall } from './apt.ts';

/** What was looked for, or the Debian packages that have what is missing. */
export type Found<T> = { readonly found: T } | { readonly missing: readonly string[] };

/**
 * Finds programs, and installs first those that are missing.
 *
 * @throws when they can't be installed; naming the packages
 */
export async function findOrInstall<T>(
  find: () => Promise<Found<T>>,
  progress: Progress,
): Promise<T> {
  const first = await find();
  if ('found' in first) return first.found;
  const packages = first.missing.join(' and ');
  const hindrance = await whyNoInstall();
  if (hindrance) throw new Error(`${packages} not found, and ${hindrance}.`);

  progress(`installing ${packages} from Debian packages (about a minute)…`);
  await installPackages(first.missing);
  const second = await find();
  if ('found' in second) return second.found;
  throw new Error(`${second.missing.join(' and ')} not found, although just installed.`);
}
