import {
  type Answers,
  ask,
  connect,
  flights,
  movies,
  replaceTable,
  report,
  type SelfDb,
} from '@selfdb/example-movies';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPage, sqlValue, type Table } from './world/tables.ts';
import { admin, marker, system } from './world/users.ts';

interface Film {
  Title: string | number | null;
  'Worldwide Gross': number | null;
  'Production Budget': number | null;
  'Release Date': string;
  'MPAA Rating': string | null;
  Source: string | null;
  'Major Genre': string | null;
  Director: string | null;
  'IMDB Rating': number | null;
  'IMDB Votes': number | null;
}

interface Flight {
  delay: number;
  distance: number;
  time: number;
}

const names = { movies: marker('movies'), flights: marker('flights') };
let films: Film[];
let rides: Flight[];
let db: SelfDb;
let answers: Answers;
let ids: { movies: string; flights: string };

beforeAll(async () => {
  const { baseUrl, apiKey, adminEmail: email, adminPassword: password } = system;
  db = await connect({ baseUrl, apiKey, email, password });
  const [allMovies, allFlights] = [await movies(), await flights()];
  ids = {
    movies: await replaceTable(db, names.movies, allMovies),
    flights: await replaceTable(db, names.flights, allFlights),
  };
  answers = await ask(db, {
    movies: { id: ids.movies, name: names.movies },
    flights: { id: ids.flights, name: names.flights },
  });
  films = JSON.parse(JSON.stringify(allMovies));
  rides = JSON.parse(JSON.stringify(allFlights));
}, 300_000);

const titleOf = (film: Film) => String(film.Title);
const grossOf = (film: Film) => film['Worldwide Gross'] ?? 0;
const dayOf = (film: Film) => new Date(`${film['Release Date']} UTC`).toISOString().slice(0, 10);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const twoDecimals = (value: number) => Math.round(value * 100) / 100;

describe('the tables of examples/movies', () => {
  it('hold every row, under the column names of the data', async () => {
    expect([films.length, rides.length]).toEqual([3201, 200_000]);
    const { table_schema, row_count } = (await admin.get<Table>(`/tables/${ids.movies}`)).body;
    const types = Object.fromEntries(
      Object.entries(table_schema).map(([name, column]) => [name, column.type]),
    );
    expect(types).toMatchObject({
      Title: 'text',
      'US Gross': 'integer',
      'Worldwide Gross': 'bigint',
      'Release Date': 'date',
      'IMDB Rating': expect.stringMatching(/^double/),
      'Running Time min': 'integer',
    });
    for (const name of Object.keys(films[0] ?? {})) expect(types).toHaveProperty([name]);
    expect(row_count).toBe(3201);
    expect(await sqlValue(`select count(*)::int from "${names.flights}"`)).toBe(200_000);
  });

  it('hold the same values', async () => {
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(await sqlValue(`select sum("Worldwide Gross")::text from "${names.movies}"`)).toBe(
      String(sum(films.map(grossOf))),
    );
    expect(
      await sqlValue(`select sum(distance)::text || ' ' || sum(delay)::text from "${names.flights}"`),
    ).toBe(`${sum(rides.map((ride) => ride.distance))} ${sum(rides.map((ride) => ride.delay))}`);
    expect(await sqlValue(`select max(time) from "${names.flights}"`)).toBe(
      rides.reduce((max, ride) => Math.max(max, ride.time), 0),
    );
    const titles = await sqlValue(
      `select json_agg("Title" order by "Title" collate "C") from "${names.movies}" where "Title" ~ '[^ -~]'`,
    );
    const odd = films
      .map(titleOf)
      .filter((title) => /[^ -~]/.test(title))
      .sort();
    expect(titles).toEqual(odd);
  });

  it('are replaced, not doubled, by another run', async () => {
    const again = await replaceTable(db, names.movies, await movies());
    expect(again).not.toBe(ids.movies);
    const { body } = await admin.get<Table[]>('/tables/', { search: names.movies });
    expect(body.map((table) => [table.id, table.row_count])).toEqual([[again, 3201]]);
    expect((await readPage(admin, { ...body[0], id: again } as Table, { page_size: 1 })).total).toBe(3201);
  });
});

describe('the answers of examples/movies', () => {
  it('by filter and sorting', () => {
    const adventures = films.filter(
      (film) => film['Major Genre'] === 'Adventure' && (film['IMDB Votes'] ?? 0) >= 100_000,
    );
    const biggest = adventures.sort((a, b) => grossOf(b) - grossOf(a)).slice(0, 5);
    expect(answers.biggestAdventures).toEqual(
      biggest.map((film) => ({ title: titleOf(film), gross: grossOf(film) })),
    );
  });

  it('by search', () => {
    const found = films.filter((film) =>
      JSON.stringify(Object.values(film)).toLowerCase().includes('star wars'),
    );
    const expected = found.map((film) => ({ title: titleOf(film), released: dayOf(film) }));
    expect(answers.starWars).toEqual(expected.sort((a, b) => a.released.localeCompare(b.released)));
    expect(answers.starWars.length).toBe(7);
  });

  it('by nested conditions, where an unknown rating is neither in nor out', () => {
    const expected = films.filter(
      (film) =>
        /^Based on Game$|toy/i.test(film.Source ?? '') &&
        film['MPAA Rating'] !== null &&
        !['R', 'NC-17'].includes(film['MPAA Rating']),
    );
    expect(answers.gamesAndToys).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('by null', () => {
    const expected = films
      .filter((film) => film.Director === null && grossOf(film) > 300_000_000)
      .map(titleOf)
      .sort();
    expect(answers.undirected).toEqual(expected);
  });

  it('by SQL over the films', () => {
    const ratings = new Map<string, number[]>();
    for (const film of films) {
      if (film.Director === null || film['IMDB Rating'] === null) continue;
      ratings.set(film.Director, [...(ratings.get(film.Director) ?? []), film['IMDB Rating']]);
    }
    const best = [...ratings]
      .filter(([, values]) => values.length >= 5)
      .map(([director, values]) => ({ director, films: values.length, mean: mean(values) }));
    best.sort((a, b) => b.mean - a.mean || a.director.localeCompare(b.director));
    expect(answers.bestDirectors).toEqual(
      best.slice(0, 5).map(({ director, films: made, mean: rating }) => ({
        director,
        films: made,
        rating: twoDecimals(rating),
      })),
    );

    const flops = films.filter(
      (film) =>
        film['Worldwide Gross'] !== null &&
        (film['Production Budget'] ?? 0) > 100_000_000 &&
        grossOf(film) * 2 < (film['Production Budget'] ?? 0),
    );
    const expected = flops.map((film) => ({
      title: titleOf(film),
      budget: film['Production Budget'] ?? 0,
      gross: grossOf(film),
    }));
    expect(answers.flops).toEqual(expected.sort((a, b) => a.gross - a.budget - (b.gross - b.budget)));
    expect(flops.length).toBeGreaterThan(0);
  });

  it('by walking through pages with nulls and many equals', () => {
    const nineties = films.filter((film) => dayOf(film) >= '1990' && dayOf(film) < '2000');
    const rated = nineties.filter((film) => film['IMDB Rating'] !== null).length;
    expect(rated).toBeLessThan(nineties.length);
    expect(answers.nineties).toEqual({
      films: nineties.length,
      rated,
      gross: nineties.reduce((sum, film) => sum + grossOf(film), 0),
    });
    const long = rides.filter((ride) => ride.distance > 4000);
    expect(answers.longHaul).toEqual({
      flights: long.length,
      miles: long.reduce((sum, ride) => sum + ride.distance, 0),
    });
  });

  it('over 200,000 flights', () => {
    const late = rides.filter((ride) => ride.delay > 180);
    expect(answers.lateFlights).toEqual({
      all: 200_000,
      late: late.length,
      worst: Math.max(...late.map((ride) => ride.delay)),
    });
    const hours = Array.from({ length: 24 }, (_, hour) => {
      const delays = rides.filter((ride) => Math.floor(ride.time) === hour).map((ride) => ride.delay);
      return { hour, flights: delays.length, delay: mean(delays) };
    });
    const worst = hours
      .filter((one) => one.flights >= 1000)
      .sort((a, b) => b.delay - a.delay)
      .slice(0, 3);
    expect(answers.worstHours).toEqual(
      worst.map(({ hour, flights: count, delay }) => ({ hour, flights: count, delay: twoDecimals(delay) })),
    );
  });

  it('can be printed', () => {
    const text = report(answers);
    for (const { title } of answers.biggestAdventures) expect(text).toContain(title);
    expect(text).not.toMatch(/undefined|NaN|null/);
  });
});
