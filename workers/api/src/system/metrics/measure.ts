import { MetricsRecorder } from './recorder.ts';

/** What this isolate has answered, on both ports. */
export const metrics = new MetricsRecorder();

/** Counts a request when its answer begins, whoever answers it. */
export async function measure(request: Request, answering: Response | Promise<Response>): Promise<Response> {
  const startedAt = Date.now();
  const started = performance.now();
  const answer = await answering;
  const duration = performance.now() - started;
  metrics.record(request.method, answer.status, duration, startedAt + duration);
  return answer;
}
