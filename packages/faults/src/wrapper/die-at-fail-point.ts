import { Socket } from 'node:net';
import type { FailPoint } from './fail-points.ts';

// Loaded before a consumer (`node --import`), which knows nothing of it. Watches what goes over its sockets, and kills
// the process in the moment that FAIL_POINT names: no handler runs any more, nothing else is sent.

const { FAIL_POINT, FAIL_POINT_TIMES } = process.env as {
  FAIL_POINT?: FailPoint;
  FAIL_POINT_TIMES?: string;
};
let timesLeft = Number(FAIL_POINT_TIMES);

/**
 * Where a statement begins that is sent: after length, number of the packet and the command `query`, and with MySQL after
 * two more bytes, which say that it has no attributes.
 *
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query.html
 */
const STATEMENT_AT = [5, 7];
/** Class and method of `basic.ack`. */
const ACK = Buffer.from([0, 60, 0, 80]);

interface Watched {
  /** Whether this is being sent. */
  readonly sends: (chunk: Buffer) => boolean;
  /** Which moment of it. */
  readonly when: 'before' | 'sent' | 'answered';
}

const statement = (text: string) => (chunk: Buffer) =>
  STATEMENT_AT.some((at) => chunk.toString('latin1', at, at + text.length).toLowerCase() === text);

const POINTS: Readonly<Record<FailPoint, Watched>> = {
  parsed: { sends: statement('begin'), when: 'before' },
  begun: { sends: statement('begin'), when: 'answered' },
  'raw-written': { sends: statement('insert into post_views '), when: 'answered' },
  'counters-written': { sends: statement('insert into post_view_totals '), when: 'answered' },
  'commit-sent': { sends: statement('commit'), when: 'sent' },
  committed: { sends: statement('commit'), when: 'answered' },
  acked: { sends: (chunk) => chunk.includes(ACK), when: 'sent' },
  'in-shutdown': { sends: statement('commit'), when: 'answered' },
};

if (FAIL_POINT !== undefined) {
  let shuttingDown = false;
  process.on('SIGTERM', () => {
    shuttingDown = true;
  });
  const { sends, when } = POINTS[FAIL_POINT];
  const comeBy = () => {
    if (FAIL_POINT === 'in-shutdown' && !shuttingDown) return;
    timesLeft -= 1;
    if (timesLeft <= 0) process.kill(process.pid, 'SIGKILL');
  };

  const write: Socket['write'] = Reflect.get(Socket.prototype, 'write');
  const push: Socket['push'] = Reflect.get(Socket.prototype, 'push');
  const awaiting = new WeakSet<Socket>();
  Socket.prototype.write = function writeWatched(this: Socket, ...args: Parameters<typeof write>) {
    const [chunk] = args as unknown[];
    const watched = Buffer.isBuffer(chunk) && sends(chunk);
    if (watched && when === 'before') comeBy();
    if (watched && when === 'answered') awaiting.add(this);
    const result = write.apply(this, args);
    if (watched && when === 'sent') comeBy();
    return result;
  } as typeof write;
  Socket.prototype.push = function pushWatched(this: Socket, ...args: Parameters<typeof push>) {
    if (args[0] !== null && awaiting.delete(this)) comeBy();
    return push.apply(this, args);
  };
}
