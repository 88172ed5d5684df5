import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../runner/subject.ts';

/** A page for users: the text of one Markdown file. */
export interface Page {
  /** Relative to the project. */
  file: string;
  text: string;
}

/** A fenced block: its language, the rest of its first line, and what is in it. */
export interface Block {
  language: string;
  /** What the reader is to call a file with this content; empty for everything else. */
  name: string;
  text: string;
  line: number;
}

/** One line that the reader types, with the exit code and the lines of output that the page shows for it. */
export interface ConsoleStep {
  command: string;
  code: number;
  output: string[];
  line: number;
}

/** The pages of the project itself, and everything in docs/. */
export function allPages(): Page[] {
  const docs = fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs.map((name) => `docs/${name}`)].map(readPage);
}

export function readPage(file: string): Page {
  return { file, text: fs.readFileSync(path.join(ROOT, file), 'utf8') };
}

export function blocksOf({ text }: Page): Block[] {
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    name: match[2] ?? '',
    text: match[3] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** The steps of a `console` block. `$ echo $?` and the number below it are the exit code of the step before. */
export function consoleSteps(block: Block): ConsoleStep[] {
  const steps: ConsoleStep[] = [];
  const lines = block.text.trimEnd().split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!;
    const last = steps.at(-1);
    if (line === '$ echo $?' && last !== undefined) {
      index += 1;
      last.code = Number(lines[index]);
    } else if (line.startsWith('$ ')) {
      steps.push({ command: line.slice(2), code: 0, output: [], line: block.line + index + 1 });
    } else if (last !== undefined) {
      last.output.push(line);
    } else {
      throw new Error(`The console block at line ${block.line} does not begin with a command`);
    }
  }
  return steps;
}

/**
 * A line of output without what differs from run to run: PIDs, times, sizes, the width of columns. Numbers that stand
 * right before a word of the summaries stay.
 */
export function comparable(line: string): string {
  return line
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/\b\d+(\.\d+)?( ?)(ms|s)\b/g, 'SPAN')
    .replace(/\b\d+(\.\d+)?[%M]/g, 'SIZE')
    .replace(/\b(?!\d{1,2}\b)\d+\b/g, 'N')
    .replace(/(?<=\bstarted +N +)\d+$|(?<=\b(online|started) +- +)\d+$/, 'N')
    .replace(/\s+/g, ' ')
    .trim();
}
