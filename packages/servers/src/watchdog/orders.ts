/** Something that must not outlive the process that started it. */
export type Watched =
  | { readonly kind: 'process group'; readonly pid: number }
  | { readonly kind: 'mount'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'containers'; readonly run: string }
  | { readonly kind: 'compose project'; readonly project: string };

/** One line, as JSON, from a process to its watchdog. */
export interface Order {
  readonly op: 'watch' | 'forget';
  readonly thing: Watched;
}
