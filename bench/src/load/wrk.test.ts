import { describe, expect, it } from 'vitest';
import { requestsFile } from './load.ts';
import { readRun } from './wrk.ts';

const figures = {
  requests: 6000,
  microseconds: 3_000_000,
  p50: 2000,
  p99: 9500,
  bad_statuses: 0,
  broken_connections: 0,
  timeouts: 0,
};
const output = (over: Partial<typeof figures>) =>
  `Running 3s test\n  1 threads and 32 connections\n\n${JSON.stringify({ ...figures, ...over })}\n`;

describe('a run of wrk', () => {
  it('is read from the line that the script prints', () => {
    expect(readRun(output({}))).toEqual({
      requests: 6000,
      perSecond: 2000,
      p50Ms: 2,
      p99Ms: 9.5,
      faults: [],
    });
  });

  it('has a fault for each thing that went wrong', () => {
    expect(readRun(output({ bad_statuses: 3 })).faults).toEqual(['3 answers had an error status']);
    expect(readRun(output({ broken_connections: 2, timeouts: 1 })).faults).toHaveLength(2);
    expect(readRun(output({ requests: 0 })).faults).toHaveLength(1);
  });

  it('without figures is an error that shows the output', () => {
    expect(() => readRun('unable to connect')).toThrow('unable to connect');
  });
});

it('A list of requests is headers, an empty line, and a line for each request', () => {
  const load = {
    url: 'http://127.0.0.1:1',
    headers: { 'X-API-Key': 'k' },
    requests: [
      { method: 'GET' as const, path: '/a?b=c' },
      { method: 'POST' as const, path: '/d', body: '{"e":"f g"}' },
    ],
  };
  expect(requestsFile(load)).toBe('X-API-Key: k\n\nGET\t/a?b=c\t\nPOST\t/d\t{"e":"f g"}\n');
});
