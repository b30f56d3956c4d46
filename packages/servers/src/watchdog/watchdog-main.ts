import { createInterface } from 'node:readline';
import { cleanUp } from './clean-up.ts';
import type { Order, Watched } from './orders.ts';

// Runs as a process of its own, see watchdog.ts.
const watched = new Map<string, Watched>();

for await (const line of createInterface({ input: process.stdin })) {
  const { op, thing } = JSON.parse(line) as Order;
  if (op === 'watch') watched.set(JSON.stringify(thing), thing);
  else watched.delete(JSON.stringify(thing));
}

// The pipe is closed: the process that wrote to it has ended, or has nothing more to say.
await cleanUp([...watched.values()]);
