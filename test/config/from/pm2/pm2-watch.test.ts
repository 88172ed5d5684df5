import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createNotes, noteSentence } from '../../../../src/config/from/conversion.ts';
import { watchOf } from '../../../../src/config/from/pm2/pm2-watch.ts';

function converted(keys: Record<string, unknown>): { watch: unknown; notes: string[] } {
  const notes = createNotes();
  return {
    ...{ watch: undefined },
    ...watchOf(keys, '/srv/a', 'a', notes),
    notes: notes.all().map(noteSentence),
  };
}

test("what PM2 watches is watched, relative to the app's folder", () => {
  assert.equal(converted({ watch: true }), { watch: true, notes: [] });
  assert.equal(converted({ watch: ['server', './client'] }).watch, ['/srv/a/server', '/srv/a/client']);
  assert.equal(converted({ watch: 'server' }).watch, ['/srv/a/server']);
  assert.equal(
    converted({ watch: true, watch_delay: 1000, ignore_watch: ['node_modules', './logs/*', '*.log'] }),
    {
      watch: { ignore: ['node_modules', 'logs', '*.log'], delay: 1000 },
      notes: [],
    },
  );
  for (const watch of [false, 'false', undefined]) assert.is(converted({ watch }).watch, undefined);
});

test('for a path with a wildcard, the folder is watched; regular expressions are reported', () => {
  const { watch, notes } = converted({
    watch: ['src/**/*.js'],
    ignore_watch: ['[\\/\\\\]\\./', 'x|y', '\\.git'],
  });
  assert.equal(watch, { paths: ['/srv/a/src'], ignore: ['.git'] });
  assert.equal(notes, [
    '"watch" of a: of "src/**/*.js" the whole folder "src" is watched',
    '"ignore_watch" of a: "x|y" is a regular expression; write a name or a path with "*"',
  ]);
});

test.run();
