export { DASHBOARDS } from './dashboards/dashboards.ts';
export { prometheusRule } from './prometheus-rule.ts';
