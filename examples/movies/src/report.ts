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
      'Which adventure films with many votes earned the most?',
      columns(biggestAdventures.map(({ title, gross }) => [title, dollars(gross)])),
    ),
    ...section(
      'Which titles mention Star Wars?',
      columns(starWars.map(({ title, released }) => [title, released])),
    ),
    ...section('How many films based on a game or a toy are not rated R or NC-17?', [
      `  ${count(answers.gamesAndToys)}`,
    ]),
    ...section(
      'Which films that earned over $300 M have no director listed?',
      undirected.slice(0, 5).map((title) => `  ${title}`),
    ),
    ...(undirected.length > 5 ? [`  and ${count(undirected.length - 5)} more`] : []),
    ...section(
      'Which directors of at least five rated films have the best ratings?',
      columns(
        bestDirectors.map(({ director, films, rating }) => [director, `${films} films`, rating.toFixed(2)]),
      ),
    ),
    ...section(
      'Which expensive films lost the most?',
      columns(flops.slice(0, 5).map(({ title, budget, gross }) => [title, dollars(budget), dollars(gross)])),
    ),
    ...section('How many films came out in the nineties?', [
      `  ${count(nineties.films)} films, ${count(nineties.rated)} of them rated, earned ${dollars(nineties.gross)}`,
    ]),
    ...section('How late are the flights?', [
      `  ${count(lateFlights.late)} of ${count(lateFlights.all)} by more than three hours, the worst by ${count(lateFlights.worst)} minutes`,
    ]),
    ...section(
      'When are flights latest?',
      columns(
        worstHours.map(({ hour, flights, delay }) => [
          `${hour}:00 to ${hour + 1}:00`,
          `${count(flights)} flights`,
          `${delay.toFixed(1)} minutes late`,
        ]),
      ),
    ),
    ...section('How many flights are longer than 4,000 miles?', [
      `  ${count(longHaul.flights)}, ${count(longHaul.miles)} miles in total`,
    ]),
  ].join('\n');
}
