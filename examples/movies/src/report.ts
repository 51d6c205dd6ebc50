import type { Answers } from './questions.ts';

const count = (value: number) => value.toLocaleString('en-US');
const dollars = (value: number) => `$${(value / 1e6).toFixed(1)} M`;

/** Lines with the first cell of each row to the left and the others to the right. */
function columns(rows: (string | number)[][]): string[] {
  const cells = rows.map((row) => row.map(String));
  const widths = (cells[0] ?? []).map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells.map(
    (row) =>
      `  ${row.map((cell, index) => (index ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[0] ?? 0))).join('  ')}`,
  );
}

const section = (question: string, lines: string[]) => ['', question, ...lines];

/** The answers as text for a terminal. */
export function report(answers: Answers): string {
  const {
    biggestAdventures,
    starWars,
    undirected,
    bestDirectors,
    flops,
    nineties,
    lateFlights,
    worstHours,
    longHaul,
  } = answers;
  return [
    ...section(
      'Which adventures that many people voted on earned most?',
      columns(biggestAdventures.map(({ title, gross }) => [title, dollars(gross)])),
    ),
    ...section(
      'What is there of Star Wars?',
      columns(starWars.map(({ title, released }) => [title, released])),
    ),
    ...section('How many films after a game or a toy may children see?', [
      `  ${count(answers.gamesAndToys)}`,
    ]),
    ...section(
      'Which films of over $300 M name no director?',
      undirected.slice(0, 5).map((title) => `  ${title}`),
    ),
    ...(undirected.length > 5 ? [`  and ${count(undirected.length - 5)} more`] : []),
    ...section(
      'Whose films are liked best, of those who made five or more?',
      columns(
        bestDirectors.map(({ director, films, rating }) => [director, `${films} films`, rating.toFixed(2)]),
      ),
    ),
    ...section(
      'Which expensive films lost most?',
      columns(flops.slice(0, 5).map(({ title, budget, gross }) => [title, dollars(budget), dollars(gross)])),
    ),
    ...section('What came out in the nineties?', [
      `  ${count(nineties.films)} films, ${count(nineties.rated)} of them rated, which earned ${dollars(nineties.gross)}`,
    ]),
    ...section('How late are flights?', [
      `  ${count(lateFlights.late)} of ${count(lateFlights.all)} by over three hours, the worst by ${count(lateFlights.worst)} minutes`,
    ]),
    ...section(
      'When is it best not to fly?',
      columns(
        worstHours.map(({ hour, flights, delay }) => [
          `${hour}:00 to ${hour + 1}:00`,
          `${count(flights)} flights`,
          `${delay.toFixed(1)} minutes late`,
        ]),
      ),
    ),
    ...section('How many flights go further than 4,000 miles?', [
      `  ${count(longHaul.flights)}, together ${count(longHaul.miles)} miles`,
    ]),
  ].join('\n');
}
