import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { apiDashboard } from './api.ts';
import { ingestDashboard } from './ingest.ts';

/** The dashboards of infra/grafana/dashboards, by the names of their files. */
export const DASHBOARDS: Readonly<Record<string, () => Dashboard>> = {
  ingest: ingestDashboard,
  api: apiDashboard,
};
