import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { liveRegion } from '../../../src/report/terminal/live-region.ts';
import { Screen } from '../screen.ts';

test('a new display replaces the previous one, even if it is shorter', () => {
  const screen = new Screen({ columns: 20, rows: 10 });
  const region = liveRegion(screen);
  region.draw(['one', 'two', 'three']);
  region.draw(['ONE']);
  assert.is(screen.text(), 'ONE');
  assert.is(screen.cursorHidden, true);
  region.clear();
  assert.is(screen.text(), '');
  assert.is(screen.cursorHidden, false);
});

test('a permanent line goes above the display', () => {
  const screen = new Screen({ columns: 20, rows: 10 });
  const region = liveRegion(screen);
  screen.write('before\n');
  region.draw(['busy', 'busier']);
  region.print('a warning', ['still busy']);
  assert.is(screen.text(), 'before\na warning\nstill busy');
});

test('whatever is drawn and printed, only printed lines remain, each once and in order', () => {
  const size = { columns: 12, rows: 8 };
  const line = fc.stringMatching(/^[a-z]{1,12}$/);
  const picture = fc.array(line, { maxLength: size.rows - 2 });
  const step = fc.record({ printed: fc.option(line), picture });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const screen = new Screen(size);
      const region = liveRegion(screen);
      const printed: string[] = [];
      for (const one of steps) {
        if (one.printed === null) {
          region.draw(one.picture);
        } else {
          region.print(one.printed, one.picture);
          printed.push(one.printed);
        }
      }
      region.clear();
      screen.write('the end\n');
      assert.is(screen.text(), [...printed, 'the end'].join('\n'));
    }),
  );
});

test.run();
