import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { InFlight } from './message-metrics.ts';

/** How the dead letters get out. */
export function deadLetterMetrics(registry: Registry, inFlight: () => InFlight) {
  const registers = [registry];
  const confirmed = new Counter({
    name: 'analytics_dead_letters_total',
    help: 'Dead letters that the broker has confirmed to be in their queue',
    registers,
  });
  const failures = new Counter({
    name: 'analytics_dead_letter_failures_total',
    help: 'Attempts to publish a dead letter that failed and are made again',
    registers,
  });
  new Gauge({
    name: 'analytics_dead_letters_in_flight',
    help: 'Dead letters that the broker has not confirmed yet',
    registers,
    collect() {
      this.set(inFlight().deadLetters);
    },
  });
  new Gauge({
    name: 'analytics_held_messages',
    help: 'Messages that wait for nothing but their dead letters',
    registers,
    collect() {
      this.set(inFlight().held);
    },
  });

  return {
    letterConfirmed() {
      confirmed.inc();
    },
    letterFailed() {
      failures.inc();
    },
  };
}
