import { once } from 'node:events';
import { classifyError, openDatabase, type PostView, recordViews } from '@post-views/db';
import { readViewEvent } from '@post-views/event';
import { eventsOf } from '../workload/events.ts';
import type { Workload } from '../workload/workload.ts';

// Writes a workload to the database as fast as it takes it: with the consumer's function, in the consumer's
// batches, over so many connections; but without a broker, and with views that were read before.

const { DATABASE_URL = '', CONNECTIONS = '', BATCH_SIZE = '', WORKLOAD = '' } = process.env;
const connections = Number(CONNECTIONS);
const db = openDatabase({ url: DATABASE_URL, connections, connectTimeoutMs: 5_000 });
const batches = batchesOf(JSON.parse(WORKLOAD) as Workload, Number(BATCH_SIZE));

say({ event: 'ready' });
await once(process.stdin, 'data');
let events = 0;
await Promise.all(Array.from({ length: connections }, writeAll));
// Standard input stays open, and so does the process until it is ended: what it has taken is read then.

async function writeAll(): Promise<void> {
  for (let batch = batches.shift(); batch; batch = batches.shift()) {
    await write(batch);
    events += batch.length;
    say({ event: 'done', events, at: Date.now() });
  }
}

/** Until it is written: of several connections, one may have to give way in a deadlock. */
async function write(batch: readonly PostView[]): Promise<void> {
  for (;;) {
    try {
      await recordViews(db, batch);
      return;
    } catch (error) {
      if (classifyError(error).kind !== 'retry') throw error;
    }
  }
}

function batchesOf(workload: Workload, size: number): PostView[][] {
  const views = [...eventsOf(workload)].map((event): PostView => {
    const read = readViewEvent(event);
    if ('rejection' in read || read.event.eventId === null) throw new Error('not a view');
    return { ...read.event, eventId: read.event.eventId };
  });
  const starts = Array.from({ length: Math.ceil(views.length / size) }, (_, n) => n * size);
  return starts.map((start) => views.slice(start, start + size));
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
