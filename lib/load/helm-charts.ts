import path from 'node:path';

/** The folders that are Helm charts, among the files of folders. */
export function chartFolders(files: readonly string[]): string[] {
  return files.filter((file) => path.basename(file) === 'Chart.yaml').map((file) => path.dirname(file));
}

/**
 * What a file is to a chart: one of its templates, or of what describes it and fills them in. Undefined for its CustomResourceDefinitions,
 * which Helm takes as they are, and for all that is not in the folder of the chart.
 */
export function partOfChart(chart: string, file: string): 'template' | 'metadata' | undefined {
  const [first, ...rest] = path.relative(chart, file).split(path.sep);
  if (first === 'templates' && rest.length > 0) {
    return 'template';
  }
  return rest.length === 0 && METADATA.test(first) ? 'metadata' : undefined;
}

const METADATA = /^(?:Chart|values[\w.-]*|requirements)\.(?:yaml|yml|json)$/;
