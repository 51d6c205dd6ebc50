import { requireAdmin } from '@selfdb/server/db/authority';
import type { AppHandler } from '@selfdb/server/http/context';
import type { getSystemMetrics } from '@selfdb/shared/system/routes';
import type { ApiBindings } from '../../bindings.ts';
import { selectInstance } from '../repository.ts';
import { metrics } from './measure.ts';
import { metricsJson } from './to-json.ts';
import { metricsText, PROMETHEUS_TYPE } from './to-prometheus.ts';

/** `GET /system/metrics`, as JSON or for Prometheus. */
export const getMetrics: AppHandler<typeof getSystemMetrics, ApiBindings> = async (c) => {
  const principal = c.get('principal');
  const instance = await selectInstance(c.get('db'), principal);
  requireAdmin(principal, instance?.my_role);
  c.header('Cache-Control', 'no-store');
  c.header('Vary', 'Accept', { append: true });
  const { format = formatOf(c.req.header('Accept')) } = c.req.valid('query');
  if (format === 'json') return c.json(metricsJson(metrics, Date.now()), 200);
  return c.text(metricsText(metrics, Date.now()), 200, { 'Content-Type': PROMETHEUS_TYPE });
};

/** Prometheus sends a list of its own formats, all but one of which are a `text` or an `application` that JSON is not. */
function formatOf(accept: string | undefined): 'json' | 'prometheus' {
  if (accept === undefined || accept.includes('application/json')) return 'json';
  return accept.includes('text/plain') || accept.includes('openmetrics-text') ? 'prometheus' : 'json';
}
