import { afterEach, expect, it, vi } from 'vitest';
import { whyNoCluster } from '../../src/index.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('says that there is no engine when none answers where the client looks for it', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
  expect(await whyNoCluster()).toMatch(
    /^(there is no Docker client|Docker has no compose|no Docker engine answers)\.$/,
  );
});
