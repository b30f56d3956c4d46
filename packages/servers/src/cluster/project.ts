import { join } from 'node:path';
import { docker } from './docker.ts';

const FILE = join(import.meta.dirname, '../../../../docker/cluster.compose.yaml');
const LABEL = 'com.docker.compose.project';

/** Makes and starts all containers of the cluster, and does not wait for the servers in them. */
export async function startProject(
  project: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await docker(
    ['compose', '--project-name', project, '--file', FILE, 'up', '--detach', '--quiet-pull'],
    env,
  );
}

/** Removes all that belongs to a project, with its data, whether or not all of it was made. */
export async function removeProject(project: string): Promise<void> {
  await removeAll(['ps', '--all'], ['rm', '--force', '--volumes'], project);
  await removeAll(['network', 'ls'], ['network', 'rm'], project);
  await removeAll(['volume', 'ls'], ['volume', 'rm'], project);
}

async function removeAll(
  list: readonly string[],
  remove: readonly string[],
  project: string,
): Promise<void> {
  const found = await docker([...list, '--quiet', '--filter', `label=${LABEL}=${project}`]);
  const ids = found.split('\n').filter((id) => id !== '');
  if (ids.length > 0) await docker([...remove, ...ids]);
}
