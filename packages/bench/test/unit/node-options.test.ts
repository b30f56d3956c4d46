import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
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
