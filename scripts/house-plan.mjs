/** The plan of the house: which folder of src/ imports which, drawn for docs/architecture.md. */
import { allImports, readSources } from '../test/architecture/sources.ts';

const BEGIN = '<!-- house plan: begin (npm run docs) -->';
const END = '<!-- house plan: end -->';

/** @typedef {ReadonlyMap<string, ReadonlySet<string>>} Rooms each folder or file in `src/`, with its imports */

/**
 * `src/ledger/lock/lock.ts` → `ledger`; files in `src/` itself keep their names.
 *
 * @param {string} path
 * @returns {string}
 */
function roomOf(path) {
  return path.split('/')[1] ?? path;
}

/**
 * Which folder imports which, from the sources.
 *
 * @param {string} root
 * @returns {Rooms}
 */
function houseImports(root) {
  /** @type {Map<string, Set<string>>} */
  const rooms = new Map();
  for (const { from, to } of allImports(readSources(root, ['src']))) {
    const room = rooms.get(roomOf(from)) ?? new Set();
    rooms.set(roomOf(from), room);
    if (to.startsWith('src/') && roomOf(to) !== roomOf(from)) room.add(roomOf(to));
  }
  return rooms;
}

/**
 * Without the imports that follow from others: the rest has the same reach and fits on a page.
 *
 * @param {Rooms} rooms
 * @returns {Map<string, string[]>}
 */
export function withoutShortcuts(rooms) {
  /** @type {(from: string, goal: string, seen?: Set<string>) => boolean} */
  const reaches = (from, goal, seen = new Set()) =>
    [...(rooms.get(from) ?? [])].some((next) => {
      if (next === goal) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, goal, seen);
    });
  return new Map(
    [...rooms].map(([room, targets]) => [
      room,
      [...targets]
        .filter((target) => ![...targets].some((other) => other !== target && reaches(other, target)))
        .sort(),
    ]),
  );
}

/**
 * The diagram as Markdown, in Mermaid syntax.
 *
 * @param {string} root
 */
export function housePlan(root) {
  const rooms = [...withoutShortcuts(houseImports(root))].sort(([a], [b]) => (a < b ? -1 : 1));
  const arrows = rooms.flatMap(([room, targets]) => targets.map((target) => `  ${room} --> ${target}`));
  return ['```mermaid', 'flowchart TD', ...arrows, '```'].join('\n');
}

/**
 * The page with the plan between its markers replaced.
 *
 * @param {string} page
 * @param {string} plan
 */
export function withHousePlan(page, plan) {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`The page lacks the markers ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${plan}\n\n${END}${after}`;
}
