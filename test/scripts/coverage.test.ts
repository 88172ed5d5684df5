import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CORE, coverageLines } from '../../scripts/coverage.mjs';

const file = (path: string, covered: number) => ({ path, lines: 100, covered, missed: [] });
const core = (covered: number) => Object.keys(CORE).map((folder) => file(`${folder}/a.ts`, covered));

test('the files of a folder are counted together, including its subfolders', () => {
  const { table } = coverageLines([
    file('src/cli/a.ts', 50),
    file('src/cli/completion/b.ts', 75),
    file('src/cli.ts', 0),
  ]);
  assert.equal(table, ['  62.5 % of    200  src/cli', '   0.0 % of    100  src/cli.ts']);
});

test('a core folder below its limit is reported, and so is one that no test reaches', () => {
  assert.equal(coverageLines(core(90)).low, []);
  assert.equal(coverageLines([...core(90), file('src/ledger/b.ts', 89)]).low, [
    'src/ledger is at 89.5 %, below 90 %',
  ]);
  assert.is(coverageLines([]).low.length, 3);
});

test.run();
