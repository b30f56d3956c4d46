import { describe, expect, it } from 'vitest';
import { Gatherer } from '../../src/reads/gatherer.ts';

interface Statement {
  readonly posts: readonly string[];
  readonly settle: PromiseWithResolvers<ReadonlyMap<string, number>>;
}

const WAIT = { interval: 1 };

/** A gatherer whose statements are answered by the test. */
function createScene(maxPosts = 3, maxStatements = 2) {
  const statements: Statement[] = [];
  const gatherer = new Gatherer<number>(
    (posts) => {
      const settle = Promise.withResolvers<ReadonlyMap<string, number>>();
      statements.push({ posts, settle });
      return settle.promise;
    },
    { maxPosts, maxStatements },
  );
  const sent = () => statements.map(({ posts }) => posts.join());
  return { gatherer, statements, sent };
}

describe('Gatherer', () => {
  it('puts what comes at the same time into one statement, each post once', async () => {
    const { gatherer, statements, sent } = createScene();
    const both = Promise.all([gatherer.load(['a', 'b']), gatherer.load(['b'])]);
    await expect.poll(sent, WAIT).toEqual(['a,b']);
    statements[0]?.settle.resolve(new Map([['b', 1]]));
    expect((await both).map((read) => read.get('b'))).toEqual([1, 1]);
  });

  it('starts another statement with what the first has no room for', async () => {
    const { gatherer, sent } = createScene();
    for (const posts of [['a', 'b'], ['c', 'd'], ['e']]) void gatherer.load(posts);
    await expect.poll(sent, WAIT).toEqual(['a,b', 'c,d,e']);
  });

  it('lets what comes while enough statements are on the way wait, and go together', async () => {
    const { gatherer, statements, sent } = createScene(3, 1);
    void gatherer.load(['a']);
    await expect.poll(sent, WAIT).toEqual(['a']);
    void gatherer.load(['b']);
    void gatherer.load(['c']);
    await new Promise(setImmediate);
    expect(sent()).toEqual(['a']);
    statements[0]?.settle.resolve(new Map());
    await expect.poll(sent, WAIT).toEqual(['a', 'b,c']);
  });

  it('fails for those whose statement has failed, and goes on', async () => {
    const { gatherer, statements, sent } = createScene(3, 1);
    const failed = expect(gatherer.load(['a'])).rejects.toThrow('away');
    await expect.poll(sent, WAIT).toEqual(['a']);
    const later = gatherer.load(['b']);
    statements[0]?.settle.reject(new Error('away'));
    await failed;
    await expect.poll(sent, WAIT).toEqual(['a', 'b']);
    statements[1]?.settle.resolve(new Map([['b', 2]]));
    expect((await later).get('b')).toBe(2);
  });

  it('takes a caller that has more posts than a statement should have', async () => {
    const { gatherer, sent } = createScene(1);
    void gatherer.load(['a', 'b']);
    await expect.poll(sent, WAIT).toEqual(['a,b']);
  });
});
