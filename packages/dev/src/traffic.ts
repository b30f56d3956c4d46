import { type DatabaseClient, topPosts } from '@post-views/db';
import { TOPOLOGY } from '@post-views/event';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { POSTS, randomView } from './random-view.ts';

const PAUSE_MS = 200;
const REPORT_MS = 10_000;

/**
 * Publishes five views a second, and says every ten seconds how many it has published and how many of
 * all views are counted. Goes on after the broker was away.
 */
export async function startTraffic(
  brokerUrl: string,
  db: DatabaseClient,
  say: (line: string) => void,
): Promise<AsyncDisposable> {
  let channel: ConfirmChannel | undefined;
  let published = 0;

  const connection = await connect(brokerUrl, {
    recovery: {
      setup: async (model: ChannelModel) => {
        model.on('error', () => undefined);
        const opened = await model.createConfirmChannel();
        opened.on('error', () => undefined);
        opened.once('close', () => {
          channel = undefined;
        });
        channel = opened;
      },
    },
  });
  connection.on('error', () => undefined);

  const publish = () => {
    const body = Buffer.from(JSON.stringify(randomView()));
    channel?.publish(
      TOPOLOGY.exchange,
      TOPOLOGY.routingKey,
      body,
      { persistent: true },
      (refused) => {
        if (!refused) published += 1;
      },
    );
  };
  const report = async () => {
    const posts = await topPosts(db, POSTS.length);
    const counted = posts.reduce((sum, { views }) => sum + views, 0);
    say(`${published} views published, ${counted} counted`);
  };
  const timers = [
    setInterval(publish, PAUSE_MS),
    // The database may be away; the apps tell of it.
    setInterval(() => void report().catch(() => undefined), REPORT_MS),
  ];

  return {
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer);
      await connection.close();
    },
  };
}
