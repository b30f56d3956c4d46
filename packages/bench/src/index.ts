export { summarize } from './measure/statistics.ts';
export { type Column, renderTable } from './report/table.ts';
export { type Machine, readMachine } from './stage/machine.ts';
