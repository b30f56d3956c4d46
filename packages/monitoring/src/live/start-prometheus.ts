import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  findOrInstall,
  findProgram,
  startChild,
  untilReady,
  type Watchdog,
  withFreePorts,
} from '@post-views/servers';
import { configOf, type Targets } from './prometheus-config.ts';

export interface Prometheus extends AsyncDisposable {
  /** `http://host:port` */
  readonly url: string;
}

const READY_TIMEOUT_MS = 30_000;

/**
 * Prometheus and promtool of this machine; on Debian root has them installed.
 *
 * @throws when there are none; saying what to install
 */
export async function findPrometheus(): Promise<{ prometheus: string; promtool: string }> {
  return findOrInstall(
    async () => {
      const prometheus = await findProgram('prometheus');
      const promtool = await findProgram('promtool');
      return prometheus && promtool
        ? { found: { prometheus, promtool } }
        : { missing: ['prometheus'] };
    },
    (line) => process.stdout.write(`  ${line}\n`),
  );
}

/** Starts a Prometheus of its own, with its data in a folder that goes with it. */
export async function startPrometheus(targets: Targets, watchdog: Watchdog): Promise<Prometheus> {
  const { prometheus: program } = await findPrometheus();
  await using starting = new AsyncDisposableStack();
  const folder = join(tmpdir(), `post-views-prometheus-${randomBytes(6).toString('hex')}`);
  watchdog.watch({ kind: 'folder', path: folder });
  starting.defer(async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    watchdog.forget({ kind: 'folder', path: folder });
  });
  await mkdir(folder, { mode: 0o700 });
  const configFile = join(folder, 'prometheus.yaml');
  await writeFile(configFile, await configOf(targets));

  return await withFreePorts(1, async ([port = 0]) => {
    const url = `http://127.0.0.1:${port}`;
    const args = [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ];
    const child = startChild({ name: 'prometheus', program, args }, folder, watchdog);
    try {
      await untilReady({
        what: 'Prometheus',
        probe: () => probe(url),
        timeoutMs: READY_TIMEOUT_MS,
        ...child,
      });
    } catch (error) {
      await child.stop();
      throw error;
    }
    starting.defer(() => child.stop());
    const started = starting.move();
    return { url, [Symbol.asyncDispose]: () => started.disposeAsync() };
  });
}

async function probe(url: string): Promise<string> {
  const response = await fetch(`${url}/-/ready`);
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  return response.text();
}
