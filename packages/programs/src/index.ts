export { type Command, startCommand } from './command.ts';
export { type Program, startProgram } from './program.ts';
export { runUntilStopped } from './run-until-stopped.ts';
export type { SaidLine } from './said-lines.ts';
export { COMPILE_CACHE } from './spawn.ts';
