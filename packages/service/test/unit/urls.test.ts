import { describe, expect, it } from 'vitest';
import { pathsOf, splitUrls } from '../../src/index.ts';

describe('splitUrls', () => {
  it.each([
    ['one', 'mysql://u:p@a/views', ['mysql://u:p@a/views']],
    ['several', 'amqp://a,amqps://b:5671/x', ['amqp://a', 'amqps://b:5671/x']],
    ['several with spaces and lines', 'amqp://a ,\n  amqp://b', ['amqp://a', 'amqp://b']],
    ['a comma in a password', 'amqp://u:p,w@a,amqp://b', ['amqp://u:p,w@a', 'amqp://b']],
  ])('knows %s', (_, text, urls) => {
    expect(splitUrls(text)).toEqual(urls);
  });
});

describe('pathsOf', () => {
  it.each([
    ['the same database', ['mysql://a/views,mysql://b/views', 'mysql://root@c/views'], ['/views']],
    ['two databases', ['mysql://a/views,mysql://b/other'], ['/views', '/other']],
    ['three ways to write the virtual host /', ['amqp://a,amqp://b/,amqp://c/%2F'], ['']],
    ['nothing that is a URL', ['secret'], ['']],
  ])('knows %s', (_, texts, paths) => {
    expect(pathsOf(...texts)).toEqual(paths);
  });
});
