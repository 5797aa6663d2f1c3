import { isPlaceholder, placeholderIn } from '../../lib/schema/placeholder';

test.each([
  ['${PORT}', '${PORT}'],
  ['$(PORT)', '$(PORT)'],
  ['{{ item }}', '{{ item }}'],
  ['<namespace>', '<namespace>'],
  ['maas.${CLUSTER_DOMAIN}', '${CLUSTER_DOMAIN}'],
  ['web.{{ namespace }}.svc', '{{ namespace }}'],
  ['%REQ(x-id)%', undefined],
  ['/api/{*}', undefined],
  ['^(?<name>.*)$', undefined],
  ['costs $5', undefined],
  ['', undefined],
])('%j has %j', (text, placeholder) => {
  expect(placeholderIn(text)).toBe(placeholder);
  expect(isPlaceholder(text)).toBe(placeholder === text);
});
