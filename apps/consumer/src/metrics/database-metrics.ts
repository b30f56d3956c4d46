import { SERVER_SETTINGS, type WeakSetting } from '@post-views/db';
import { Gauge, type Registry } from '@prometheus-io/client';

/** How the database is set up. */
export function databaseMetrics(
  registry: Registry,
  weakSettings: () => readonly WeakSetting[] | undefined,
): void {
  new Gauge({
    name: 'analytics_weak_settings',
    help: 'Whether a setting of the database server keeps less than it could (1) or not (0)',
    labelNames: ['setting'],
    registers: [registry],
    collect() {
      const found = weakSettings();
      for (const setting of SERVER_SETTINGS) {
        const weak = found?.some((it) => it.setting === setting);
        // Not known yet, which is not 0.
        this.set({ setting }, weak === undefined ? Number.NaN : Number(weak));
      }
    },
  });
}
