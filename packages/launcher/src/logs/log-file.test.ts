import { closeSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastLines, openLog, rotatedBytes, rotateLog } from './log-file.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-log-'));
  path = join(directory, 'edge.log');
});

afterEach(() => rmSync(directory, { recursive: true }));

test('a log that is too long is rotated, and its writer continues in the emptied file', () => {
  const writer = openLog(path);
  writeSync(writer, 'first\n');
  expect(rotateLog(path, 100)).toBe(false);
  expect(rotateLog(path, 5)).toBe(true);
  writeSync(writer, 'second\n');
  expect(readFileSync(path, 'utf8')).toBe('second\n');
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('first\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  closeSync(writer);
});

test('the three newest files are kept', () => {
  const writer = openLog(path);
  for (const text of ['one', 'two', 'three', 'four']) {
    writeSync(writer, text);
    rotateLog(path, 1);
  }
  writeSync(writer, 'five');
  expect(readdirSync(directory).sort()).toEqual(['edge.log', 'edge.log.1', 'edge.log.2', 'edge.log.rotated']);
  expect(rotatedBytes(path)).toBe('onetwothreefour'.length);
  expect(['', '.1', '.2'].map((age) => readFileSync(path + age, 'utf8'))).toEqual(['five', 'four', 'three']);
  closeSync(writer);
});

test('the last lines of a log of any length are read', () => {
  const writer = openLog(path);
  for (let line = 0; line < 50_000; line += 1) writeSync(writer, `line ${line}\n`);
  closeSync(writer);
  expect(lastLines(path, 2)).toEqual(['line 49998', 'line 49999']);
  expect(lastLines(path, 0)).toEqual([]);
  expect(lastLines(join(directory, 'none.log'), 5)).toEqual([]);
});
