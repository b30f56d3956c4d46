import { createClient } from '@post-views/client';

interface Post {
  readonly uuid: string;
  readonly title: string;
}

/** A server component: an author's posts, newest first, with their views, and how the newest one does. */
export async function AuthorPanel({ posts }: { posts: readonly Post[] }) {
  const [newest] = posts;
  if (newest === undefined) return <p>No posts yet.</p>;
  const numbers = await readNumbers(posts, newest).catch((error: unknown) => {
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

async function readNumbers(posts: readonly Post[], newest: Post) {
  const views = createClient({
    baseUrl: process.env['POST_VIEWS_URL'] ?? '',
    apiKey: process.env['POST_VIEWS_API_KEY'] ?? '',
  });
  const [list, summary, sparkline] = await Promise.all([
    views.queryViews(posts.map((post) => post.uuid)),
    views.getSummary(newest.uuid, { period: '7d' }),
    views.getDailySparkline(newest.uuid),
  ]);
  return { list, summary, sparkline };
}
