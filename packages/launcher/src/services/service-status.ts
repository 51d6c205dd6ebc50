import { z } from 'zod';
import { processRefSchema } from '../processes/processes.ts';

export const serviceStatusSchema = z.object({
  name: z.string(),
  state: z.enum(['stopped', 'starting', 'running', 'waiting', 'stopping']),
  process: processRefSchema.optional(),
  restarts: z.number(),
  /** Milliseconds since 1970 at which the process was started. */
  startedAt: z.number().optional(),
  lastExit: z.string().optional(),
  /** Digest of command and environment: a process is taken over only if it would be started the same today. */
  fingerprint: z.string(),
});

export type ServiceStatus = z.infer<typeof serviceStatusSchema>;
