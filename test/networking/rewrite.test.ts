import { Rewrite } from '../../lib/networking/rewrite';
import { refusal, written } from './subject';

test.each([
  [Rewrite.uri('/'), { uri: '/' }],
  [Rewrite.uri('/v2', { authority: 'api.example.com' }), { uri: '/v2', authority: 'api.example.com' }],
  [Rewrite.regex('^/v1/(.*)', '/\\1'), { uriRegexRewrite: { match: '^/v1/(.*)', rewrite: '/\\1' } }],
  [
    Rewrite.regex('^/v1/(.*)', '/\\1', { authority: 'api.example.com' }),
    { uriRegexRewrite: { match: '^/v1/(.*)', rewrite: '/\\1' }, authority: 'api.example.com' },
  ],
  [Rewrite.authority('api.example.com'), { authority: 'api.example.com' }],
])('%j is written', (rewrite, json) => {
  expect(written(rewrite)).toEqual(json);
});

test.each([
  [Rewrite.uri('v2'), 'uri: "v2" is not a path. Write one that begins with "/".'],
  [Rewrite.uri(''), 'uri: "" is not a path. Write one that begins with "/".'],
  [
    Rewrite.regex('', '/'),
    "uriRegexRewrite.match: \"\" is not a non-empty string. Write Rewrite.regex('^/v1/(.*)', '/\\\\1').",
  ],
  [
    Rewrite.regex('^/(?=v1)', '/'),
    'uriRegexRewrite.match: "^/(?=v1)" uses "(?=", which RE2 does not have. Write it without look-around and back-references.',
  ],
  [Rewrite.authority(''), 'authority: "" is not a non-empty string. Write \'shop.example.com\'.'],
  [Rewrite.uri(undefined as never), 'uri: "" is not a path. Write one that begins with "/".'],
  [Rewrite.uri(5 as never), 'uri: 5 is not a path. Write one that begins with "/".'],
  [
    Rewrite.regex('^/v1', undefined as never),
    "uriRegexRewrite.rewrite: \"\" is not a non-empty string. Write Rewrite.regex('^/v1/(.*)', '/\\\\1').",
  ],
  [
    Rewrite.regex(/v1/ as never, '/'),
    "uriRegexRewrite.match: an object of class RegExp is not a non-empty string. Write Rewrite.regex('^/v1/(.*)', '/\\\\1').",
  ],
  [Rewrite.authority(undefined as never), 'authority: "" is not a non-empty string. Write \'shop.example.com\'.'],
  [Rewrite.uri('/', 'api' as never), '"api" does not fit here. Write { authority: \'api.example.com\' }.'],
])('%j is rejected', (rewrite, message) => {
  expect(refusal(rewrite)).toEqual([message]);
});
