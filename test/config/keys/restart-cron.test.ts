import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validateConfig } from '../../../src/config/schema/validate.ts';

/** The policy, or the problem with its place. */
function restartOf(restart: unknown) {
  const { config, problems } = validateConfig({ apps: [{ name: 'a', command: 'x', restart }] });
  if (config !== null) return config.apps[0]!.restart;
  const [{ segments, message } = { segments: [], message: '' }] = problems;
  return `${segments.slice(2).join('.')}: ${message}`;
}

test('restart times are set beside the policy, with their time zone', () => {
  const { cron, timezone, policy } = restartOf({ cron: ' 0  4 * * * ', timezone: 'Europe/Berlin' }) as never;
  assert.equal([cron, timezone, policy], ['0 4 * * *', 'Europe/Berlin', 'always']);
});

test('a wrong time and an unknown time zone each yield one clear message', () => {
  assert.match(
    String(restartOf({ cron: '0 25 * * *' })),
    /^restart\.cron: "0 25 \* \* \*" is not a cron pattern: "25" is not an hour from 0 to 23; write five fields/,
  );
  assert.match(
    String(restartOf({ cron: '0 4 * * *', timezone: 'Mars/Olympus' })),
    /^restart\.timezone: "Mars\/Olympus" is not a time zone: write "Europe\/Berlin"/,
  );
  assert.match(String(restartOf({ cron: 4 })), /4 is not a cron pattern, like "0 4 \* \* \*"/);
  assert.match(
    String(restartOf({ timezone: 'UTC' })),
    /restart\.timezone: is the zone of "cron", which is missing/,
  );
});

test.run();
