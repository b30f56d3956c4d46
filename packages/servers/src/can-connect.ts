import { once } from 'node:events';
import { connect } from 'node:net';

const TIMEOUT_MS = 2_000;

/** Whether somebody listens there, and can be reached from here. */
export async function canConnect(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
