import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = path.resolve(__dirname, '../..');

/** The real command, as `npm run synth` calls it, into a folder of the test. */
function synth(): Map<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-synth-'));
  try {
    const cli = path.join(path.dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
    execFileSync(process.execPath, [cli, 'synth', '--no-check-upgrade', '--output', folder], {
      cwd: ROOT,
      stdio: 'pipe',
    });
    return new Map(readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('cdk8s synth writes one file for each example, the same each time', () => {
  const files = synth();
  expect([...files.keys()].sort()).toEqual([
    'alb.k8s.yaml',
    'ambient-egress.k8s.yaml',
    'any-egress.k8s.yaml',
    'bookinfo.k8s.yaml',
    'dashboards.k8s.yaml',
    'egress-gateway.k8s.yaml',
    'nginx.k8s.yaml',
    'online-boutique.k8s.yaml',
    'tls-origination.k8s.yaml',
    'wikipedia-egress.k8s.yaml',
    'zero-trust.k8s.yaml',
  ]);
  for (const [file, text] of files) {
    const documents = parseAllDocuments(text);
    expect({ file, problems: documents.flatMap((document) => document.errors) }).toEqual({ file, problems: [] });
  }
  expect(synth()).toEqual(files);
}, 60_000);
