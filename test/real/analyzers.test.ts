import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ANALYZERS, VALIDATED_KINDS } from '../checks/istio/analyzers';
import { askAnalyzers } from './ask-istio';

test('the analyzers are those that Istio registers', async () => {
  const { names, validated } = await askAnalyzers();
  expect([...names].sort()).toEqual(Object.keys(ANALYZERS).sort());
  expect([...validated].sort()).toEqual(VALIDATED_KINDS);
});

test('their codes are those of the messages in their files', () => {
  const module = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', 'istio.io/istio'], {
    cwd: path.join(__dirname, 'istiod'),
    encoding: 'utf8',
  });
  const analysis = path.join(module.trim(), 'pkg/config/analysis');
  const { messages } = parse(readFileSync(path.join(analysis, 'msg/messages.yaml'), 'utf8')) as {
    messages: { name: string; code: string }[];
  };
  const codes = new Map(messages.map(({ name, code }) => [name, code]));
  const found: Record<string, string[]> = {};
  for (const file of goFiles(path.join(analysis, 'analyzers'))) {
    const text = readFileSync(file, 'utf8');
    const name = /\bName: +"([^"]+)",/.exec(text)?.[1];
    if (name !== undefined && name in ANALYZERS) {
      const names = [...text.matchAll(/\bmsg\.New(\w+)\(/g)].map(([, message]) => codes.get(message)!);
      found[name] = [...new Set(names)].sort();
    }
  }
  expect(found).toEqual(ANALYZERS);
});

function goFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
    .map((file) => path.join(folder, file));
}
