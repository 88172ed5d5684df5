import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exposition, type MetricFamily } from '../../../src/gateway/metrics/exposition.ts';

const FAMILIES: MetricFamily[] = [
  { name: 'a', type: 'gauge', help: 'A', samples: [{ value: 1 }] },
  {
    name: 'b',
    type: 'counter',
    help: 'B',
    samples: [{ labels: { name: 'x"\n\\', instance: 0 }, value: 2.5 }],
  },
];

test('a counter ends in _total, its family only in the Prometheus format', () => {
  const sample = 'b_total{name="x\\"\\n\\\\",instance="0"} 2.5';
  assert.is(
    exposition(FAMILIES, false),
    `# HELP a A\n# TYPE a gauge\na 1\n# HELP b_total B\n# TYPE b_total counter\n${sample}\n`,
  );
  assert.is(
    exposition(FAMILIES, true),
    `# HELP a A\n# TYPE a gauge\na 1\n# HELP b B\n# TYPE b counter\n${sample}\n# EOF\n`,
  );
});

test.run();
