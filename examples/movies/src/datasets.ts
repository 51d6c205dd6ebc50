import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export type Row = Record<string, unknown>;

async function dataset(file: string): Promise<Row[]> {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  return JSON.parse(await readFile(join(entry, '../../data', file), 'utf8'));
}

/** The 3,201 films, exactly as the package has them. */
export const movies = () => dataset('movies.json');

/** The 200,000 flights: delay in minutes, distance in miles, time of departure in hours. */
export const flights = () => dataset('flights-200k.json');
