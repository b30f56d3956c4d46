/** Something that must not outlive the process that started it. */
export type Watched =
  | { kind: 'process group'; pid: number }
  | { kind: 'folder'; path: string }
  | { kind: 'containers'; run: string };

/** One line, as JSON, from a process to its watchdog. */
export interface Order {
  op: 'watch' | 'forget';
  thing: Watched;
}
