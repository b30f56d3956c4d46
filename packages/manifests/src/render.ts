import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const OVERLAYS = new URL('../../../infra/kubernetes/overlays/', import.meta.url);

/** What kustomize says of an overlay that it can't render. */
export class RenderError extends Error {}

/** The names of all overlays. */
export async function overlays(): Promise<readonly string[]> {
  const entries = await readdir(OVERLAYS, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/**
 * @returns YAML
 * @throws {RenderError}
 * @throws when there is no kubectl
 */
export async function render(overlay: string): Promise<string> {
  const folder = fileURLToPath(new URL(overlay, OVERLAYS));
  try {
    const { stdout } = await promisify(execFile)('kubectl', ['kustomize', folder]);
    return stdout;
  } catch (error) {
    const { code, stderr, message } = error as Error & { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new Error('kubectl is needed: it renders the overlays');
    throw new RenderError(stderr?.trim() || message);
  }
}
