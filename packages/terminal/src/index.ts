export type { Ask } from './ask.ts';
export { count, size, time } from './format.ts';
export type { Output } from './output.ts';
export { createProgress, type Progress } from './progress.ts';
export { type Ending, EXIT_USAGE, runCommand, type Terminal, UsageError } from './run-command.ts';
export { inHelp } from './style.ts';
export { Table } from './table.ts';
export { cut, visible, visibleLines } from './visible.ts';
