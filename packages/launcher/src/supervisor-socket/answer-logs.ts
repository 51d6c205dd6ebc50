import { z } from 'zod';
import type { StatePaths } from '../config/paths.ts';
import { listLogs } from '../logs/follow-logs.ts';
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

/** Installing and building, whose lines have no times. */
const NOT_OF_PROCESSES = new Set(['build']);

export function answerHistory(paths: StatePaths, question: unknown) {
  return readHistory(paths.logs, processLogs(paths), History.parse(question));
}

export function answerNews(paths: StatePaths, question: unknown) {
  const { cursor, ...wanted } = News.parse(question);
  return readNews(paths.logs, processLogs(paths), cursor, wanted);
}

function processLogs(paths: StatePaths): string[] {
  return listLogs(paths).filter((name) => !NOT_OF_PROCESSES.has(name));
}
