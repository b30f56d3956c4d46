import { ApiError, createClient, type PostViewsClient } from '@post-views/client';

interface Post {
  readonly uuid: string;
  readonly title: string;
}

let client: PostViewsClient | undefined;

/** One for the process; not made on import, since `next build` imports this without the variables. */
function views(): PostViewsClient {
  client ??= createClient({
    baseUrl: process.env['POST_VIEWS_URL'] ?? '',
    apiKey: process.env['POST_VIEWS_API_KEY'] ?? '',
  });
  return client;
}

/** A server component: an author's posts, newest first, with their views, and how the newest one does. */
export async function AuthorPanel({ posts }: { posts: readonly Post[] }) {
  const [newest] = posts;
  if (newest === undefined) return <p>No posts yet.</p>;
  const numbers = await readNumbers(views(), posts, newest).catch((error: unknown) => {
    // What is wrong with the request or the key is for the error page, and whoever reads its log.
    if (error instanceof ApiError && error.status < 500) throw error;
    console.warn(error);
    return undefined;
  });
  if (numbers === undefined) return <p>There are no numbers at the moment.</p>;
  const { list, summary, sparkline } = numbers;
  const { current, previous } = summary.data;
  return (
    <section>
      <h2>{newest.title}</h2>
      <img src={`data:image/svg+xml,${encodeURIComponent(sparkline)}`} alt="Views of 30 days" />
      <p>
        {current} views in 7 days, {previous} in the 7 before
      </p>
      <ul>
        {list.data.map(({ post_uuid, views }, index) => (
          <li key={post_uuid}>
            {posts[index]?.title}: {views} views
          </li>
        ))}
      </ul>
      {list.meta.stale && <small>As of {list.meta.as_of}</small>}
    </section>
  );
}

async function readNumbers(client: PostViewsClient, posts: readonly Post[], newest: Post) {
  const [list, summary, sparkline] = await Promise.all([
    client.getTotalsOfPosts(posts.map((post) => post.uuid)),
    client.getSummary(newest.uuid, { period: '7d' }),
    client.getDailySparkline(newest.uuid),
  ]);
  return { list, summary, sparkline };
}
