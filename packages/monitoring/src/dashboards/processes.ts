import { graph, type Panel } from './panels.ts';
import { rate } from './promql.ts';

/** What the processes of an app take, each by itself. */
export function processes(job: string): Panel[] {
  const each = `{job="${job}"}`;
  return [
    graph(
      'CPU',
      'Cores that a process takes. JavaScript runs on one; at 1 it is the limit.',
      [{ expr: rate(`process_cpu_seconds_total${each}`), legend: '{{instance}}' }],
      { unit: 'short', steps: ['green', [1, 'orange']] },
    ),
    graph(
      'Memory',
      'Resident memory of a process.',
      [{ expr: `process_resident_memory_bytes${each}`, legend: '{{instance}}' }],
      { unit: 'bytes' },
    ),
    graph(
      'Event loop',
      'How late a process comes to what is due, p99. High: its CPU is short, or something blocks it.',
      [{ expr: `nodejs_eventloop_lag_p99_seconds${each}`, legend: '{{instance}}' }],
      { unit: 's' },
    ),
  ];
}
