import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const names = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(names)('the example %s', (name) => {
  test('has routing tests', () => {
    expect(existsSync(path.join(__dirname, `${name}.routing.test.ts`))).toBe(true);
  });

  test('shows the trace of a request', () => {
    const page = readFileSync(path.join(EXAMPLES, name, 'README.md'), 'utf8');
    expect(/<!-- prints -->\n```text\n(GET|POST) /.test(page)).toBe(true);
  });
});
