/**
 * `npm run coverage [-- --from FOLDER] [part of a path…]`: how many lines of each folder of src/ the unit tests reach;
 * with a part of a path, the lines that they do not reach in the matching files. `--from` reads what another run has
 * collected. Fails if the core is below its limit.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { isMain, main, ROOT, run } from './project.mjs';

/** The folders where a bug costs somebody's processes: the percentage of lines that unit tests must reach. */
export const CORE = { 'src/ledger': 90, 'src/restore': 90, 'src/supervise': 90 };

/** @typedef {{ path: string, lines: number, covered: number, missed: number[] }} FileCoverage */
/** @typedef {{ path: string, statementMap: Record<string, { start: { line: number } }>, s: Record<string, number> }} Counts */

/**
 * @param {string} folder with the files that Node wrote because of `NODE_V8_COVERAGE`
 * @returns {Promise<FileCoverage[]>}
 */
async function measure(folder) {
  const { Report } = await import('c8');
  const reportsDirectory = mkdtempSync(join(tmpdir(), 'opm-coverage-report-'));
  try {
    await new Report({
      tempDirectory: folder,
      reportsDirectory,
      src: [join(ROOT, 'src')],
      all: true,
      include: ['src/**/*.ts'],
      extension: ['.ts'],
      reporter: ['json'],
    }).run();
    const text = readFileSync(join(reportsDirectory, 'coverage-final.json'), 'utf8');
    return Object.values(JSON.parse(text)).map(fileCoverage);
  } finally {
    rmSync(reportsDirectory, { recursive: true, force: true });
  }
}

/**
 * c8 treats each line as a statement.
 *
 * @param {Counts} counts
 * @returns {FileCoverage}
 */
function fileCoverage({ path, statementMap, s }) {
  const lines = Object.entries(statementMap).map(([id, { start }]) => ({
    line: start.line,
    count: s[id] ?? 0,
  }));
  const missed = lines.filter(({ count }) => count === 0).map(({ line }) => line);
  return {
    path: relative(ROOT, path),
    lines: lines.length,
    covered: lines.length - missed.length,
    missed,
  };
}

/**
 * One line for each folder, and one for each part of the core that is below its limit.
 *
 * @param {FileCoverage[]} files
 */
export function coverageLines(files) {
  /** @type {Map<string, { lines: number, covered: number }>} */
  const folders = new Map();
  for (const { path, lines, covered } of files) {
    const folder = path.split('/').slice(0, 2).join('/');
    const sum = folders.get(folder) ?? { lines: 0, covered: 0 };
    folders.set(folder, { lines: sum.lines + lines, covered: sum.covered + covered });
  }
  const rows = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
  const table = rows.map(
    ([folder, sum]) => `${percent(sum).padStart(6)} % of ${String(sum.lines).padStart(6)}  ${folder}`,
  );
  const low = Object.entries(CORE).flatMap(([folder, limit]) => {
    const sum = folders.get(folder) ?? { lines: 1, covered: 0 };
    return (100 * sum.covered) / sum.lines >= limit
      ? []
      : [`${folder} is at ${percent(sum)} %, below ${limit} %`];
  });
  return { table, low };
}

/** @param {{ lines: number, covered: number }} sum */
function percent({ lines, covered }) {
  return ((100 * covered) / lines).toFixed(1);
}

/**
 * @param {FileCoverage[]} files
 * @param {string[]} parts
 */
function missedLines(files, parts) {
  return files
    .filter(({ path, missed }) => missed.length > 0 && parts.some((part) => path.includes(part)))
    .map(({ path, missed }) => `${path}: ${ranges(missed).join(', ')}`);
}

/** @param {number[]} lines in ascending order */
function ranges(lines) {
  const starts = lines.filter((line) => !lines.includes(line - 1));
  const ends = lines.filter((line) => !lines.includes(line + 1));
  return starts.map((start, index) => (start === ends[index] ? `${start}` : `${start}-${ends[index]}`));
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { from: { type: 'string' } },
    });
    await ensureInstalled();
    const folder = values.from ?? mkdtempSync(join(tmpdir(), 'opm-coverage-'));
    try {
      const tests = ['--import', './scripts/typescript.mjs', 'test/run.ts', '--quick', 'test/', 'plugins/'];
      const env = { NODE_V8_COVERAGE: folder };
      const code = values.from === undefined ? await run(process.execPath, tests, { env }) : 0;
      const files = await measure(folder);
      const { table, low } = coverageLines(files);
      console.log([...missedLines(files, positionals), ...table, ...low].join('\n'));
      return code !== 0 || low.length > 0 ? 1 : 0;
    } finally {
      if (values.from === undefined) rmSync(folder, { recursive: true, force: true });
    }
  });
}
