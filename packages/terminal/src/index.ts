export { type Ask, askForNumber } from './ask.ts';
export { amount, count, size, time } from './format.ts';
export type { Output } from './output.ts';
export { createProgress, type Progress } from './progress.ts';
export { readCommands } from './read-commands.ts';
export { type Ending, runCommand, type Terminal, UsageError } from './run-command.ts';
export { Table } from './table.ts';
export { cut, visible, visibleLines } from './visible.ts';
