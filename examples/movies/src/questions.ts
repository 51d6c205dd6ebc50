import type { SelfDb } from './selfdb.ts';

export interface TableNames {
  movies: { id: string; name: string };
  flights: { id: string; name: string };
}

type Film = Record<string, string | number | null>;

export interface Answers {
  /** Adventure films with at least 100,000 votes, by what they earned worldwide. */
  biggestAdventures: { title: string; gross: number }[];
  /** Everything that mentions Star Wars, in the order of release. */
  starWars: { title: string; released: string }[];
  /** Films after a game or a toy that are not rated R. */
  gamesAndToys: number;
  /** Films of unknown direction that earned more than 300 million, by title. */
  undirected: string[];
  /** Directors of at least five rated films, by the mean of their ratings. */
  bestDirectors: { director: string; films: number; rating: number }[];
  /** Films that cost over 100 million and earned less than half of it. */
  flops: { title: string; budget: number; gross: number }[];
  /** The films of the nineties, read page by page in the order of their rating, unrated ones included. */
  nineties: { films: number; rated: number; gross: number };
  /** Flights, those over three hours late, and the latest of all. */
  lateFlights: { all: number; late: number; worst: number };
  /** The mean delay in minutes of departures in each hour, for the worst three hours. */
  worstHours: { hour: number; flights: number; delay: number }[];
  /** The flights of over 4,000 miles, counted by walking through them. */
  longHaul: { flights: number; miles: number };
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
const twoDecimals = (value: unknown) => Math.round(Number(value) * 100) / 100;

async function biggestAdventures(db: SelfDb, id: string): Promise<Answers['biggestAdventures']> {
  const { data } = await db.page<Film>(id, {
    filter: { 'Major Genre': { eq: 'Adventure' }, 'IMDB Votes': { gte: 100_000 } },
    sort_by: 'Worldwide Gross',
    sort_order: 'desc',
    page_size: 5,
    count: 'none',
  });
  return data.map((film) => ({ title: String(film.Title), gross: Number(film['Worldwide Gross']) }));
}

async function starWars(db: SelfDb, id: string): Promise<Answers['starWars']> {
  const { data } = await db.page<Film>(id, {
    search: 'star wars',
    select: 'Title,Release Date',
    sort_by: 'Release Date',
    sort_order: 'asc',
  });
  return data.map((film) => ({ title: String(film.Title), released: String(film['Release Date']) }));
}

async function gamesAndToys(db: SelfDb, id: string): Promise<number> {
  const filter = {
    or: [{ Source: { eq: 'Based on Game' } }, { Source: { ilike: '%toy%' } }],
    not: { 'MPAA Rating': { in: ['R', 'NC-17'] } },
  };
  return (await db.page(id, { filter, page_size: 1 })).total ?? 0;
}

async function undirected(db: SelfDb, id: string): Promise<string[]> {
  const { data } = await db.page<Film>(id, {
    filter: { and: [{ Director: { is: 'null' } }, { 'Worldwide Gross': { gt: 300_000_000 } }] },
    select: 'Title',
    page_size: 1000,
  });
  return data.map((film) => String(film.Title)).sort();
}

async function bestDirectors(db: SelfDb, table: string): Promise<Answers['bestDirectors']> {
  const rows = await db.sql(
    `select "Director", count(*), avg("IMDB Rating")
       from ${identifier(table)}
      where "Director" is not null and "IMDB Rating" is not null
      group by 1 having count(*) >= $1 order by 3 desc, 1 limit 5`,
    [5],
  );
  return rows.map(([director, films, rating]) => ({
    director: String(director),
    films: Number(films),
    rating: twoDecimals(rating),
  }));
}

async function flops(db: SelfDb, table: string): Promise<Answers['flops']> {
  const rows = await db.sql(
    `select "Title", "Production Budget", "Worldwide Gross"
       from ${identifier(table)}
      where "Production Budget" > $1 and "Worldwide Gross" * 2 < "Production Budget"
      order by "Worldwide Gross" - "Production Budget", "Title"`,
    [100_000_000],
  );
  return rows.map(([title, budget, gross]) => ({
    title: String(title),
    budget: Number(budget),
    gross: Number(gross),
  }));
}

async function nineties(db: SelfDb, id: string): Promise<Answers['nineties']> {
  const counted = { films: 0, rated: 0, gross: 0 };
  const films = db.walk<Film>(id, {
    filter: { 'Release Date': { gte: '1990-01-01', lt: '2000-01-01' } },
    sort_by: 'IMDB Rating',
    sort_order: 'desc',
    page_size: 100,
    count: 'none',
  });
  for await (const film of films) {
    counted.films += 1;
    counted.rated += film['IMDB Rating'] === null ? 0 : 1;
    counted.gross += Number(film['Worldwide Gross'] ?? 0);
  }
  return counted;
}

async function lateFlights(db: SelfDb, id: string): Promise<Answers['lateFlights']> {
  const all = await db.page(id, { page_size: 1 });
  const late = await db.page<Film>(id, {
    filter: { delay: { gt: 180 } },
    sort_by: 'delay',
    sort_order: 'desc',
    page_size: 1,
  });
  return { all: all.total ?? 0, late: late.total ?? 0, worst: Number(late.data[0]?.delay) };
}

async function worstHours(db: SelfDb, table: string): Promise<Answers['worstHours']> {
  const rows = await db.sql(
    `select floor(time)::int, count(*), avg(delay)
       from ${identifier(table)} group by 1 having count(*) >= 1000 order by 3 desc limit 3`,
  );
  return rows.map(([hour, flights, delay]) => ({
    hour: Number(hour),
    flights: Number(flights),
    delay: twoDecimals(delay),
  }));
}

async function longHaul(db: SelfDb, id: string): Promise<Answers['longHaul']> {
  const counted = { flights: 0, miles: 0 };
  const query = {
    filter: { distance: { gt: 4000 } },
    sort_by: 'distance',
    page_size: 50,
    count: 'none',
  } as const;
  for await (const flight of db.walk<{ distance: number }>(id, query)) {
    counted.flights += 1;
    counted.miles += flight.distance;
  }
  return counted;
}

/** Puts ten questions to the two tables: by filter, search, sorting, paging and SQL. */
export async function ask(db: SelfDb, { movies, flights }: TableNames): Promise<Answers> {
  return {
    biggestAdventures: await biggestAdventures(db, movies.id),
    starWars: await starWars(db, movies.id),
    gamesAndToys: await gamesAndToys(db, movies.id),
    undirected: await undirected(db, movies.id),
    bestDirectors: await bestDirectors(db, movies.name),
    flops: await flops(db, movies.name),
    nineties: await nineties(db, movies.id),
    lateFlights: await lateFlights(db, flights.id),
    worstHours: await worstHours(db, flights.name),
    longHaul: await longHaul(db, flights.id),
  };
}
