/**
 * What must be true of the images.
 *
 *     node docker/image-test.ts <name> <folder>
 *
 * `<name>:consumer` and `<name>:api` are the images. The folder has what is in each, as `consumer.tar` and `api.tar`, and of another
 * build of the same, as `consumer-again.tar` and `api-again.tar`. `<name>` is also the network that they are tried in.
 */
import { ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkContainers, docker } from './image-test-containers.ts';
import { checkFiles } from './image-test-files.ts';

const [name = '', folder = ''] = process.argv.slice(2);
/** On top of nothing. */
const MOST_BYTES = 250 * 1000 * 1000;
const { devDependencies, license, version } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
);

for (const app of ['consumer', 'api'] as const) {
  const image = `${name}:${app}`;
  try {
    const bytes = checkImage(image);
    const files = checkFiles(join(folder, app), Object.keys(devDependencies));
    await checkContainers(image, name);
    process.stdout.write(
      `${app}: ${Math.round(bytes / 1e6)} MB, ${files} files, the same in both builds\n`,
    );
  } catch (error) {
    throw new Error(`the image of the ${app}`, { cause: error });
  }
}

/** @returns how many bytes it takes, unpacked */
function checkImage(image: string): number {
  const [{ Config, Size }] = JSON.parse(docker('image', 'inspect', image));
  strictEqual(Config.User, '1000:1000', 'by number, so that Kubernetes sees that it is not root');
  strictEqual(Config.Healthcheck?.Test[0], 'CMD', 'has no HEALTHCHECK');
  const labels = new Map(Object.entries(Config.Labels));
  strictEqual(labels.get('org.opencontainers.image.version'), version);
  strictEqual(labels.get('org.opencontainers.image.licenses'), license);
  for (const label of ['title', 'description']) {
    ok(labels.get(`org.opencontainers.image.${label}`), `has no label ${label}`);
  }
  ok(Size < MOST_BYTES, `takes ${Size} bytes`);
  return Size;
}
