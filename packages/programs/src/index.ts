export { type Command, startCommand } from './command.ts';
export { type Program, type SaidLine, startProgram } from './program.ts';
