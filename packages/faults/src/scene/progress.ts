import { deadLetterQueueOf } from '@post-views/event';
import type { Ledger } from '../oracle/ledger.ts';
import { ask } from './database.ts';
import { messagesIn } from './queues.ts';
import type { Sources } from './read-stored.ts';

/** How far the service has come with what was sent to it. */
export interface Progress {
  isStored(eventId: string): Promise<boolean>;
  /** How many views, letters or acknowledgements are not there yet, whichever are the most. */
  missing(): Promise<number>;
}

/** @param dropsRows raw rows are dropped meanwhile: what has become of views is told by the totals, and by letters */
export function followProgress(
  { databaseUrl, amqpUrl, queue }: Sources,
  ledger: Ledger,
  dropsRows: boolean,
): Progress {
  const countStored = dropsRows
    ? 'SELECT SUM(view_count) AS n FROM post_view_totals'
    : 'SELECT COUNT(*) AS n FROM post_views';
  return {
    async isStored(eventId) {
      const statement = 'SELECT 1 FROM post_views WHERE event_id = UNHEX(?)';
      return (await ask(databaseUrl, statement, [eventId.replaceAll('-', '')])).length > 0;
    },
    async missing() {
      const [row] = await ask<{ n: number | string | null }>(databaseUrl, countStored);
      const views = ledger.views.size - Number(row?.n ?? 0);
      const letters = await messagesIn(amqpUrl, deadLetterQueueOf(queue));
      const waiting = await messagesIn(amqpUrl, queue);
      if (dropsRows) return Math.max(waiting, views - letters);
      return Math.max(waiting, views, ledger.letters.size - letters);
    },
  };
}
