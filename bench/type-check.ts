/* How long `tsc` takes for a user's app, with the compiler options of `cdk8s init`. */
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { node, RAW, ROOT } from './raw';
import type { Row } from './row';
import { median, ratios, spreadText, verdictOf } from './statistics';

const CHART = (body: string): string => `
import { App, Chart } from 'cdk8s';
${body}
app.synth();
`;

const SPEC = `{
  hosts: ['reviews.shop.svc.cluster.local'],
  http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local', port: { number: 8080 } } }] }],
}`;

const APPS = {
  'cdk8s alone': CHART(`
const app = new App();
new Chart(app, 'web');`),
  'this package': CHART(`
import { networking } from 'cdk8s-istio';
const app = new App();
new networking.VirtualService(new Chart(app, 'web'), 'Routes', { spec: ${SPEC} });`),
  'raw imports': CHART(`
import { VirtualService } from '../sources/networking.istio.io';
const app = new App();
new VirtualService(new Chart(app, 'web'), 'Routes', { spec: ${SPEC} });`),
};

/** The rows of the results. */
export function typeCheckRows(runs: number): Row[] {
  const times = typeCheckTimes(runs);
  const [base, ours, raw] = (['cdk8s alone', 'this package', 'raw imports'] as const).map((name) => times[name]);
  const beyond = (all: readonly number[]): number[] => all.map((each, i) => each - base[i]);
  const ratio = ratios(beyond(ours), beyond(raw));
  return [
    {
      what: "type check of a user's app, beyond what cdk8s alone takes, as a ratio to raw imports",
      value: `${spreadText(ratio)}; ${median(beyond(ours)).toFixed(0)} ms / ${median(beyond(raw)).toFixed(0)} ms`,
      goal: '≤ 0.5',
      verdict: verdictOf(ratio, 0.5),
    },
    {
      what: "type check of a user's app in all, as a ratio to raw imports",
      value: `${spreadText(ratios(ours, raw))}; ${median(ours).toFixed(0)} ms / ${median(raw).toFixed(0)} ms (cdk8s alone: ${median(base).toFixed(0)} ms)`,
      goal: '',
    },
  ];
}

/** Milliseconds of each run, by app; the apps take turns. */
function typeCheckTimes(runs: number): Record<keyof typeof APPS, number[]> {
  const folder = path.join(RAW, 'apps');
  mkdirSync(folder, { recursive: true });
  const template = path.join(ROOT, 'node_modules/cdk8s-cli/templates/typescript-app/tsconfig.json');
  const { compilerOptions } = JSON.parse(readFileSync(template, 'utf8')) as { compilerOptions: object };
  const times = { 'cdk8s alone': [], 'this package': [], 'raw imports': [] } as Record<keyof typeof APPS, number[]>;
  const names = Object.keys(APPS) as (keyof typeof APPS)[];
  for (const name of names) {
    const id = name.replace(/ /g, '-');
    writeFileSync(path.join(folder, `${id}.ts`), APPS[name]);
    writeFileSync(
      path.join(folder, `${id}.json`),
      JSON.stringify({
        compilerOptions: {
          ...compilerOptions,
          noEmit: true,
          // In a project of `cdk8s init` the types of Node bring the newer library, which raw imports need.
          lib: ['es2022'],
          types: [],
          paths: { 'cdk8s-istio': [path.join(ROOT, 'dist/lib/index.d.ts')] },
        },
        include: [`${id}.ts`],
      }),
    );
  }
  for (let run = 0; run < runs; run++) {
    for (const name of names) {
      const start = performance.now();
      node('typescript/bin/tsc', '-p', path.join(folder, `${name.replace(/ /g, '-')}.json`));
      times[name].push(performance.now() - start);
    }
  }
  return times;
}
