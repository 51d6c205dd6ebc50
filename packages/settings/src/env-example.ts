import type { Section, Setting } from './setting.ts';
import { sections } from './table.ts';

const WIDTH = 100;

const HEAD =
  'Every variable that SelfDB reads. `./selfdb start` writes a `.env` with random secrets on its first run; a variable of the environment wins over `.env`. An empty variable has the default shown here.';

/** The text of `.env.example`: each variable with its comment and its default. */
export function envExample(): string {
  const parts = Object.entries(sections).map(([title, section]) => sectionText(title, section));
  return `${[comment(HEAD), ...parts].join('\n\n')}\n`;
}

function sectionText(title: string, section: Section): string {
  const settings = Object.entries(section).map(([name, setting]) => settingText(name, setting));
  return [`# --- ${title} `.padEnd(78, '-'), ...settings].join('\n');
}

function settingText(name: string, { about, default: value = '' }: Setting): string {
  return `${comment(about)}\n${name}=${value}`;
}

function comment(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length < WIDTH) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return lines.map((line) => `#${line}`).join('\n');
}
