import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../open-test-app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await openTestApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('the document', () => {
  it('is served to anybody, and names every request', async () => {
    const response = await test.app.inject('/openapi.json');
    const { openapi, paths } = response.json();
    expect({ status: response.statusCode, openapi, paths: Object.keys(paths) }).toEqual({
      status: 200,
      openapi: '3.1.1',
      paths: [
        '/api/v1/posts/{uuid}/views',
        '/api/v1/posts/{uuid}/views/daily',
        '/api/v1/posts/{uuid}/views/summary',
        '/api/v1/posts/views/query',
        '/api/v1/posts/top',
        '/api/v1/posts/trending',
        '/api/v1/stats',
      ],
    });
  });
});
