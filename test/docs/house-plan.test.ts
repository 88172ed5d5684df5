import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { housePlan, withHousePlan, withoutShortcuts } from '../../scripts/house-plan.mjs';
import { ROOT } from '../runner/subject.ts';
import { readPage } from './pages.ts';

test('the plan of the house in docs/architecture.md is current', () => {
  const { text } = readPage('docs/architecture.md');
  assert.is(withHousePlan(text, housePlan(ROOT)), text, 'Run: npm run docs');
});

test('the plan leaves out what follows from the rest, and nothing else', () => {
  const rooms = new Map([
    ['top', new Set(['middle', 'bottom', 'side'])],
    ['middle', new Set(['bottom'])],
    ['side', new Set<string>()],
    ['bottom', new Set<string>()],
  ]);
  assert.equal(
    [...withoutShortcuts(rooms)],
    [
      ['top', ['middle', 'side']],
      ['middle', ['bottom']],
      ['side', []],
      ['bottom', []],
    ],
  );
});

test.run();
