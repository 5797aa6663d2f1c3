import type { OriginComparison } from '../../lib/istio/origin-text';
import { originMistake } from '../../lib/istio/origin-text';

function reveals(comparison: OriginComparison, text: string): string {
  const mistake = originMistake(comparison, text);
  return mistake === undefined ? 'nothing' : `${mistake.kind} -> ${mistake.instead.comparison} ${mistake.instead.text}`;
}

const wrong: [OriginComparison, string, string][] = [
  ['exact', 'app.example.com', 'no scheme -> exact https://app.example.com'],
  ['exact', 'localhost:3000', 'no scheme -> exact http://localhost:3000'],
  ['exact', '//app.example.com', 'no scheme -> exact https://app.example.com'],
  ['exact', 'https:app.example.com', 'no scheme -> exact https://app.example.com'],
  ['exact', 'https://app.example.com/', 'path -> exact https://app.example.com'],
  ['exact', 'https://app.example.com/shop?x', 'path -> exact https://app.example.com'],
  ['exact', 'https://*.example.com', 'wildcard -> regex https://[^/:]+\\.example\\.com'],
  ['exact', '*.example.com', 'wildcard -> regex https://[^/:]+\\.example\\.com'],
  ['exact', 'http://localhost:*', 'wildcard -> regex http://localhost:[0-9]+'],
  ['exact', 'https://App.example.com', 'capitals -> exact https://app.example.com'],
  ['exact', 'https://app.example.com:443', 'port -> exact https://app.example.com'],
  ['exact', 'http://app.example.com:80', 'port -> exact http://app.example.com'],
  ['prefix', 'app.example', 'no scheme -> prefix https://app.example'],
  ['prefix', 'localhost', 'no scheme -> prefix http://localhost'],
  ['prefix', 'https://app.example.com/', 'path -> prefix https://app.example.com'],
  ['prefix', 'https://*.example.com', 'wildcard -> regex https://[^/:]+\\.example\\.com'],
  ['regex', 'app\\.example\\.com', 'no scheme -> regex https://app\\.example\\.com'],
  ['regex', '^app.example.com$', 'no scheme -> regex ^https://app.example.com'],
  ['regex', '*.example.com', 'wildcard -> regex https://[^/:]+\\.example\\.com'],
  ['regex', 'https://*.example.com', 'wildcard -> regex https://[^/:]+\\.example\\.com'],
  ['regex', '^https://*\\.example\\.com$', 'wildcard -> regex https://[^/:]+\\.example\\.com'],
  ['regex', 'http://localhost:*', 'wildcard -> regex http://localhost:[0-9]+'],
  ['regex', '*', 'wildcard -> exact *'],
  ['regex', 'https?://app\\.example\\.com/', 'path -> regex https?://app\\.example\\.com'],
  ['regex', 'https://app\\.example\\.com/.*', 'path -> regex https://app\\.example\\.com'],
];

test.each(wrong)('%s %s is %s', (comparison, text, expected) => {
  expect(reveals(comparison, text)).toBe(expected);
});

test.each(wrong)('what is to be written instead of %s %s is right', (comparison, text) => {
  const { instead } = originMistake(comparison, text)!;
  expect(reveals(instead.comparison, instead.text)).toBe('nothing');
});

test.each<[OriginComparison, string]>([
  ['exact', '*'],
  ['exact', 'null'],
  ['exact', ''],
  ['exact', 'https://app.example.com:8443'],
  ['exact', 'capacitor://localhost'],
  ['prefix', 'https'],
  ['prefix', 'https://'],
  ['prefix', 'https://app.'],
  ['prefix', 'https://app.example.com:443'],
  ['prefix', 'chrome-extension'],
  ['regex', '.*'],
  ['regex', 'https://.*\\.example\\.com'],
  ['regex', '.*\\.example\\.com'],
  ['regex', 'https?://(a|b)\\.example\\.com(:\\d+)?'],
  ['regex', 'http://localhost:[0-9]+'],
  ['regex', 'https://app\\.example\\.com/?'],
  ['regex', 'https?://[^/]+'],
])('%s %s is left alone', (comparison, text) => {
  expect(reveals(comparison, text)).toBe('nothing');
});
