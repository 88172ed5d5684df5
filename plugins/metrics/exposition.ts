/** One metric with all its lines. */
export interface Family {
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  samples: { labels: Record<string, string>; value: number }[];
}

/**
 * The text that Prometheus reads: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 *
 * @param labels added to every line, after its own
 */
export function renderFamilies(families: readonly Family[], labels: Record<string, string>): string {
  const common = Object.entries(labels).map(renderLabel);
  const lines: string[] = [];
  for (const { name, type, help, samples } of families) {
    if (samples.length === 0) continue;
    lines.push(
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
    );
    for (const { labels: own, value } of samples) {
      const all = [...Object.entries(own).map(renderLabel), ...common];
      lines.push(`${name}${all.length === 0 ? '' : `{${all.join(',')}}`} ${value}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function renderLabel([name, value]: [string, string]): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `${name}="${escaped}"`;
}
