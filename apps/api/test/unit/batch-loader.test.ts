import { describe, expect, it } from 'vitest';
import { BatchLoader } from '../../src/reads/batch-loader.ts';

interface Statement {
  readonly posts: readonly string[];
  readonly settle: PromiseWithResolvers<ReadonlyMap<string, number>>;
}

const WAIT = { interval: 1 };

/** A loader whose statements are answered by the test. */
function createScene(maxPosts = 3, maxStatements = 2) {
  const statements: Statement[] = [];
  const loader = new BatchLoader<number>(
    (posts) => {
      const settle = Promise.withResolvers<ReadonlyMap<string, number>>();
      statements.push({ posts, settle });
      return settle.promise;
    },
    { maxPosts, maxStatements },
  );
  const sent = () => statements.map(({ posts }) => posts.join());
  return { loader, statements, sent };
}

describe('BatchLoader', () => {
  it('puts what comes at the same time into one statement, each post once', async () => {
    const { loader, statements, sent } = createScene();
    const both = Promise.all([loader.load(['a', 'b']), loader.load(['b'])]);
    await expect.poll(sent, WAIT).toEqual(['a,b']);
    statements[0]?.settle.resolve(new Map([['b', 1]]));
    expect((await both).map((read) => read.get('b'))).toEqual([1, 1]);
  });

  it('starts another statement with what the first has no room for', async () => {
    const { loader, sent } = createScene();
    for (const posts of [['a', 'b'], ['c', 'd'], ['e']]) void loader.load(posts);
    await expect.poll(sent, WAIT).toEqual(['a,b', 'c,d,e']);
  });

  it('lets what comes while enough statements are on the way wait, and go together', async () => {
    const { loader, statements, sent } = createScene(3, 1);
    void loader.load(['a']);
    await expect.poll(sent, WAIT).toEqual(['a']);
    void loader.load(['b']);
    void loader.load(['c']);
    await new Promise(setImmediate);
    expect(sent()).toEqual(['a']);
    statements[0]?.settle.resolve(new Map());
    await expect.poll(sent, WAIT).toEqual(['a', 'b,c']);
  });

  it('fails for those whose statement has failed, and goes on', async () => {
    const { loader, statements, sent } = createScene(3, 1);
    const failed = expect(loader.load(['a'])).rejects.toThrow('away');
    await expect.poll(sent, WAIT).toEqual(['a']);
    const later = loader.load(['b']);
    statements[0]?.settle.reject(new Error('away'));
    await failed;
    await expect.poll(sent, WAIT).toEqual(['a', 'b']);
    statements[1]?.settle.resolve(new Map([['b', 2]]));
    expect((await later).get('b')).toBe(2);
  });

  it('takes a caller that has more posts than a statement should have', async () => {
    const { loader, sent } = createScene(1);
    void loader.load(['a', 'b']);
    await expect.poll(sent, WAIT).toEqual(['a,b']);
  });

  it('lets its callers go on in turns, so that others are served in between', async () => {
    const { loader, statements, sent } = createScene(20, 1);
    const settled: string[] = [];
    const all = ['a', 'b', 'c', 'd'].map(async (post) => {
      await loader.load([post]);
      settled.push(post);
    });
    await expect.poll(sent, WAIT).toEqual(['a,b,c,d']);
    statements[0]?.settle.resolve(new Map());
    setImmediate(() => settled.push('somebody else'));
    await Promise.all(all);
    expect(settled.indexOf('somebody else')).toBeLessThan(settled.indexOf('d'));
  });
});
