/** A disk that only one server writes to, so that it can be full without harm to anything else. */
export interface Disk {
  /**
   * Takes the space that is left, and again what has become free since.
   *
   * @param leaving so many bytes are left
   */
  fill(leaving?: number): Promise<void>;
  /** Gives back all that was taken. */
  free(): Promise<void>;
}

/** Given to `sh -c` with a name for itself, the folder, and how many bytes are to be left. */
export const FILL = `
  cd "$1" || exit
  if [ "$2" = 0 ]; then
    error=$(LC_ALL=C cat /dev/zero 2>&1 >>filler)
    case $error in *'No space left'*) exit 0 ;; esac
    echo "$error" >&2
    exit 1
  fi
  free=$(df --output=avail --block-size=1 . | tail -n 1)
  [ "$free" -le "$2" ] || head -c $((free - $2)) /dev/zero >>filler
`;

/** Undoes {@link FILL}. */
export const FREE = 'rm -f "$1/filler"';

/** Room for tests of some minutes. It is memory, once it is full. */
export const DISK_MEGABYTES = { database: 640, broker: 256 } as const;

/**
 * How the database does with so little: logs that are cycled through may take 96 MB and more otherwise, and MySQL would keep
 * its binary log for a month.
 */
export function smallDatabaseOptions(maria: boolean): string[] {
  return maria
    ? ['--innodb-log-file-size=16M']
    : [
        '--innodb-redo-log-capacity=16M',
        '--max-binlog-size=16M',
        '--binlog-expire-logs-seconds=30',
      ];
}

/**
 * How the broker does with so little: its write-ahead log may take 512 MB otherwise. RabbitMQ 4.3, which is in the container,
 * passes over the older name.
 */
export const SMALL_BROKER_SETTINGS = {
  native: ['raft.wal_max_size_bytes = 16000000'],
  container: ['quorum_queue.wal_max_size_bytes = 16000000'],
} as const;
