import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { nodeOptionsOf } from '../../src/stage/node-options.ts';
import { CONSUMER_NODE_OPTIONS } from '../../src/stage/stage.ts';

const read = (path: string) => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');

describe("the consumer's options for Node", () => {
  it('are those of the script and of the image', async () => {
    const script = `node ${CONSUMER_NODE_OPTIONS} apps/consumer/src/main.ts`;
    expect(JSON.parse(await read('package.json'))).toMatchObject({
      scripts: { 'start:consumer': script },
    });
    expect(await read('docker/Dockerfile')).toContain(
      `CMD ${JSON.stringify(script.split(' ')).replaceAll(',', ', ')}`,
    );
  });
});

describe('nodeOptionsOf', () => {
  it('reads them from the script', async () => {
    expect(nodeOptionsOf('start:consumer')).toBe(CONSUMER_NODE_OPTIONS);
    const script = ['node', nodeOptionsOf('start:api'), 'apps/api/src/main.ts'];
    expect(JSON.parse(await read('package.json'))).toMatchObject({
      scripts: { 'start:api': script.filter(Boolean).join(' ') },
    });
  });

  it('refuses a script that is not there, or does not start Node', () => {
    expect(() => nodeOptionsOf('start:nothing')).toThrow('start:nothing');
    expect(() => nodeOptionsOf('check')).toThrow('check');
  });
});
