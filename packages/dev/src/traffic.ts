import { openConfirmPublisher } from '@post-views/amqp';
import { type DatabaseClient, readTopPosts } from '@post-views/db';
import { TOPOLOGY } from '@post-views/event';
import { createLog } from '@post-views/service';
import { POSTS, randomView } from './random-view.ts';

const PAUSE_MS = 200;
const REPORT_MS = 10_000;

/**
 * Publishes five views a second, and says every ten seconds how many the broker has taken and how many of
 * all views are counted. Goes on after the broker or the database was away, of which the apps tell.
 */
export async function startTraffic(
  brokerUrl: string,
  db: DatabaseClient,
  say: (line: string) => void,
): Promise<AsyncDisposable> {
  const publisher = await openConfirmPublisher({
    url: brokerUrl,
    purpose: 'traffic',
    log: createLog('traffic', 'silent'),
  });
  let published = 0;
  let missed = 0;

  const publish = async () => {
    try {
      await publisher.publish({
        exchange: TOPOLOGY.exchange,
        routingKey: TOPOLOGY.routingKey,
        body: Buffer.from(JSON.stringify(randomView())),
        options: { persistent: true, mandatory: true },
      });
      published += 1;
    } catch {
      missed += 1;
    }
  };
  const report = async () => {
    try {
      const posts = await readTopPosts(db, { limit: POSTS.length, offset: 0 });
      const counted = posts.reduce((sum, { views }) => sum + views, 0);
      const refused = missed > 0 ? `, ${missed} not taken by the broker` : '';
      say(`${published} views published, ${counted} counted${refused}`);
    } catch {
      say(`${published} views published; the database can not be asked`);
    }
  };
  const timers = [
    setInterval(() => void publish(), PAUSE_MS),
    setInterval(() => void report(), REPORT_MS),
  ];

  return {
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer);
      await publisher.close();
    },
  };
}
