/** Numbers of one kind, distinguished by their labels. */
export interface MetricFamily {
  /** Without `_total`, which a counter's samples get. */
  name: string;
  type: 'gauge' | 'counter';
  help: string;
  samples: { labels?: Record<string, string | number>; value: number }[];
}

export const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
export const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Families as text: in Prometheus format, or in OpenMetrics, where a counter family's name lacks `_total` and the end
 * is marked.
 */
export function exposition(families: readonly MetricFamily[], openMetrics: boolean): string {
  const lines = families.flatMap(({ name, type, help, samples }) => {
    const sampleName = type === 'counter' ? `${name}_total` : name;
    const familyName = openMetrics ? name : sampleName;
    return [
      `# HELP ${familyName} ${help}`,
      `# TYPE ${familyName} ${type}`,
      ...samples.map(({ labels = {}, value }) => `${sampleName}${labelText(labels)} ${value}`),
    ];
  });
  return `${[...lines, ...(openMetrics ? ['# EOF'] : [])].join('\n')}\n`;
}

function labelText(labels: Record<string, string | number>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
