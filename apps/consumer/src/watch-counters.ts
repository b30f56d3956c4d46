import { setTimeout } from 'node:timers/promises';
import { type DatabaseClient, openDatabase } from '@post-views/db';
import { type Logger, within } from '@post-views/service';
import { CounterComparison } from './compare-counters.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics.ts';

export interface CounterWatch {
  /** Looks no more, and ends the statement that is running. */
  readonly stop: () => Promise<void>;
}

export interface CounterWatchOptions {
  /** With a user who may read. */
  readonly open: () => DatabaseClient;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Milliseconds, of a clock that nobody sets. */
  readonly monotonicNow: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** A day of so many views that it takes longer is not compared: it would be a burden. */
const STATEMENT_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 2_000;
const STOP_TIMEOUT_MS = 1_000;
/** Not all replicas of a rollout at the same time, and none while it has a backlog to begin with. */
const FIRST_PAUSE_MS = 600_000;
const PAUSE_MS = 3_600_000;
/** It rests so many times as long as it has worked, at least. */
const REST = 50;

/** Compares counters with raw views from time to time, for the metric `analytics_counter_drift`. */
export function watchCounters(
  config: Pick<Config, 'databaseUrl'>,
  log: Logger,
  metrics: Metrics,
): CounterWatch {
  const { stop } = startCounterWatch({
    open: () =>
      openDatabase({
        url: config.databaseUrl,
        connections: 1,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        role: 'reader',
      }),
    log,
    metrics,
    monotonicNow: () => performance.now(),
    random: Math.random,
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  });
  return {
    async stop() {
      await within(STOP_TIMEOUT_MS, stop());
    },
  };
}

/**
 * Looks at a part of the counters every hour, on a connection of its own, until it is stopped. Every replica does: what they read
 * together is little, and none has to know of the others.
 */
export function startCounterWatch(options: CounterWatchOptions): CounterWatch {
  const { open, monotonicNow, random, sleep } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const comparison = new CounterComparison();

  const run = async () => {
    let pause = FIRST_PAUSE_MS * random();
    for (;;) {
      // It rejects only when it is told to stop.
      await sleep(pause, signal).catch(() => undefined);
      if (signal.aborted) return;
      const began = monotonicNow();
      const db = open();
      await comparison.look({ ...options, db }, signal);
      await within(CLOSE_TIMEOUT_MS, db.destroy());
      pause = Math.max(PAUSE_MS, REST * (monotonicNow() - began));
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
