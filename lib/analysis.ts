import type * as cataloguing from './checks/catalogue';
import type * as checking from './checks/check-manifests';
import type * as taking from './checks/intake';
import type * as settings from './checks/read-settings';
import type * as commanding from './cli/command';
import type * as choosing from './graph/filtered-graph';
import type * as graphing from './graph/mesh-graph';
import type * as externals from './load/externals';
import type * as loading from './load/load';
import type * as counting from './report/check-report';
import type * as folding from './report/fold-twins';
import type * as reporting from './report/text';
import type * as accessing from './report/asked-reach';
import type * as asking from './report/asked-trace';
import type * as listing from './report/reach-json';
import type * as showing from './report/reach-text';
import type * as comparing from './report/diff-report';
import type * as contrasting from './report/diff-text';
import type * as commenting from './report/diff-markdown';
import type * as recording from './report/diff-json';
import type * as judging from './report/diff-verdict';
import type * as dotting from './report/graph-dot';
import type * as graphData from './report/graph-json';
import type * as vectoring from './report/graph-svg';
import type * as paging from './page/page-html';
import type * as charting from './report/graph-mermaid';
import type * as drawing from './report/trace-mermaid';
import type * as structuring from './report/trace-json';
import type * as naming from './routing-tests/names';
import type * as telling from './report/trace-text';
import type * as meaning from './tracing/meant-workloads';
import type * as meshing from './tracing/mesh-to-ask';

/*
 * The analysis half, each part loaded when it is first asked for. In the package all of it is one file, which takes half the time to
 * load that its many modules take.
 */
/* eslint-disable @typescript-eslint/no-require-imports */

export const catalogue = (): typeof cataloguing => require('./checks/catalogue') as typeof cataloguing;

export const checks = (): typeof checking => require('./checks/check-manifests') as typeof checking;

export const settingsReader = (): typeof settings & typeof taking => ({
  ...(require('./checks/read-settings') as typeof settings),
  ...(require('./checks/intake') as typeof taking),
});

export const loader = (): typeof loading & typeof externals => ({
  ...(require('./load/load') as typeof loading),
  ...(require('./load/externals') as typeof externals),
});

export const reports = (): typeof counting & typeof folding & typeof reporting => ({
  ...(require('./report/check-report') as typeof counting),
  ...(require('./report/fold-twins') as typeof folding),
  ...(require('./report/text') as typeof reporting),
});

export const tracing = (): typeof meshing & typeof meaning & typeof naming => ({
  ...(require('./tracing/mesh-to-ask') as typeof meshing),
  ...(require('./tracing/meant-workloads') as typeof meaning),
  ...(require('./routing-tests/names') as typeof naming),
});

export const traceReports = (): typeof asking & typeof telling & typeof structuring & typeof drawing => ({
  ...(require('./report/asked-trace') as typeof asking),
  ...(require('./report/trace-text') as typeof telling),
  ...(require('./report/trace-json') as typeof structuring),
  ...(require('./report/trace-mermaid') as typeof drawing),
});

export const reachReports = (): typeof accessing & typeof showing & typeof listing => ({
  ...(require('./report/asked-reach') as typeof accessing),
  ...(require('./report/reach-text') as typeof showing),
  ...(require('./report/reach-json') as typeof listing),
});

export const diffReports = (): typeof comparing &
  typeof contrasting &
  typeof commenting &
  typeof recording &
  typeof judging => ({
  ...(require('./report/diff-report') as typeof comparing),
  ...(require('./report/diff-text') as typeof contrasting),
  ...(require('./report/diff-markdown') as typeof commenting),
  ...(require('./report/diff-json') as typeof recording),
  ...(require('./report/diff-verdict') as typeof judging),
});

export const graphs = (): typeof graphing &
  typeof choosing &
  typeof charting &
  typeof dotting &
  typeof vectoring &
  typeof graphData => ({
  ...(require('./graph/mesh-graph') as typeof graphing),
  ...(require('./graph/filtered-graph') as typeof choosing),
  ...(require('./report/graph-mermaid') as typeof charting),
  ...(require('./report/graph-dot') as typeof dotting),
  ...(require('./report/graph-svg') as typeof vectoring),
  ...(require('./report/graph-json') as typeof graphData),
});

export const pages = (): typeof paging => require('./page/page-html') as typeof paging;

export const commandLine = (): typeof commanding => require('./cli/command') as typeof commanding;
