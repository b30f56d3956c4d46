import { type ConsumeMessage, connect } from 'amqplib';
import { type Generated, Kysely, MysqlDialect, sql } from 'kysely';
import { createPool } from 'mysql2';

// The consumer of the article, in this project's language and libraries. Per event it does what the article's
// does: reads the JSON, inserts the raw row (Eloquent's `create`), adds one to the counter of the post and of
// the day on which it is processed (`DB::statement` with CURDATE()), and acknowledges the message; each
// statement commits by itself. Messages are handled one after the other, without a batch and without `qos`.

interface Database {
  post_views: {
    id: Generated<number>;
    post_uuid: string;
    user_id: number | null;
    ip: string | null;
    user_agent: string | null;
    referer: string | null;
    viewed_at: Date;
  };
}

const { DATABASE_URL = '', AMQP_URL = '', AMQP_QUEUE = '' } = process.env;

const db = new Kysely<Database>({
  dialect: new MysqlDialect({ pool: createPool({ uri: DATABASE_URL, timezone: 'Z' }) }),
});
const connection = await connect(AMQP_URL);
const channel = await connection.createChannel();

async function handle(message: ConsumeMessage): Promise<void> {
  const data = JSON.parse(message.content.toString());

  await db
    .insertInto('post_views')
    .values({
      post_uuid: data.post_uuid,
      user_id: data.user_id ?? null,
      ip: data.ip,
      user_agent: data.user_agent ?? null,
      referer: data.referer ?? null,
      viewed_at: new Date(data.timestamp),
    })
    .execute();

  await sql`
    INSERT INTO post_view_aggregates (post_uuid, date, view_count)
    VALUES (${data.post_uuid}, CURDATE(), 1)
    ON DUPLICATE KEY UPDATE view_count = view_count + 1
  `.execute(db);

  channel.ack(message);
}

// PHP waits for a message by blocking. Here the broker's client hands over all that comes; each is handled
// when the one before it is done.
let last = Promise.resolve();
await channel.consume(AMQP_QUEUE, (message) => {
  if (message) last = last.then(() => handle(message));
});

async function stop(): Promise<void> {
  await last;
  await connection.close();
  await db.destroy();
}

process.once('SIGTERM', () => void stop());
