import { z } from 'zod';
import type { StatePaths } from '../config/paths.ts';
import { listTimedLogs } from '../logs/follow-logs.ts';
import { readHistory } from '../logs/reading/read-history.ts';
import { readNews } from '../logs/reading/read-news.ts';

const filter = {
  services: z.array(z.string()).optional(),
  level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
  request_id: z.string().optional(),
  search: z.string().optional(),
  since: z.number().optional(),
  until: z.number().optional(),
  cursor: z.string().optional(),
};
const History = z.object({ ...filter, limit: z.int() });
const News = z.object(filter);

export function answerHistory(paths: StatePaths, question: unknown) {
  return readHistory(paths.logs, listTimedLogs(paths), History.parse(question));
}

export function answerNews(paths: StatePaths, question: unknown) {
  const { cursor, ...wanted } = News.parse(question);
  return readNews(paths.logs, listTimedLogs(paths), cursor, wanted);
}
