import { stat } from './panels.ts';

/** The first thing that each dashboard shows. */
export const firingAlerts = () =>
  stat(
    'Alerts',
    'Alerts of this service that fire. Each has a section in docs/alerts.md.',
    'count(ALERTS{alertname=~"PostViews.+", alertstate="firing"}) or vector(0)',
    { unit: 'short', steps: ['green', [1, 'red']] },
  );
