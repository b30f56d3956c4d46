/** The names that publishers and consumers agree on. */
export const TOPOLOGY = {
  exchange: 'analytics.events',
  routingKey: 'post.viewed',
  queue: 'analytics.post_views',
  deadLetterExchange: 'analytics.dead',
} as const;

/** The queue that takes what `queue` can't count. */
export function deadLetterQueueOf(queue: string): string {
  return `${queue}.dead`;
}
