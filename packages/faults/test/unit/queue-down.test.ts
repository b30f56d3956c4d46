import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { QueueDown } from '../../src/rows/queue-down.ts';
import type { Scene, World } from '../../src/scene/scene.ts';

let folder: string;
/** What was done to the broker. */
let done: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'queue-down-'));
  done = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** A broker whose rabbitmqctl says that of its queues. */
async function brokerWith(queues: string, version: string): Promise<World> {
  const program = join(folder, 'rabbitmqctl');
  await writeFile(program, `#!/bin/sh\nprintf '${queues}'\n`);
  await chmod(program, 0o755);
  const power = {
    kill: async () => void done.push('kill'),
    start: async () => void done.push('start'),
  };
  const broker = { version, power, control: { way: 'native', program, env: {} } };
  return { servers: { broker } } as unknown as World;
}
const scene = { sources: { queue: 'views' } } as Scene;

it('starts a broker of RabbitMQ 3 again whose queue is down, and tells how often', async () => {
  const queueDown = new QueueDown();
  const down = await brokerWith('views\\tdown\\nviews.dead\\trunning\\n', 'RabbitMQ 3.10.8');
  expect(queueDown.told()).toBeUndefined();
  expect(await queueDown.help(scene, down)).toEqual(expect.any(Number));
  expect(done).toEqual(['kill', 'start']);
  expect(queueDown.told()).toMatch(/^once /);
});

it('helps with nothing else', async () => {
  const queueDown = new QueueDown();
  const running = await brokerWith('views\\trunning\\nviews.dead\\tdown\\n', 'RabbitMQ 3.10.8');
  expect(await queueDown.help(scene, running)).toBeUndefined();
  const later = await brokerWith('views\\tdown\\n', 'RabbitMQ 4.3.6');
  expect(await queueDown.help(scene, later)).toBeUndefined();
  expect(done).toEqual([]);
});
