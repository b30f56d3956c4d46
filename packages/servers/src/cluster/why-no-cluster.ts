import { docker } from './docker.ts';

/** What keeps a cluster from being started here; `undefined` when nothing does. */
export async function whyNoCluster(): Promise<string | undefined> {
  const needed = [
    [['--version'], 'there is no Docker client.'],
    [['compose', 'version'], 'Docker has no compose.'],
    [['info'], 'no Docker engine answers.'],
  ] as const;
  for (const [args, otherwise] of needed) {
    try {
      await docker(args);
    } catch {
      return otherwise;
    }
  }
  return undefined;
}
