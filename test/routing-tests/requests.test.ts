import fc from 'fast-check';
import { Problems } from '../../lib/core/problems';
import type { TestRequest } from '../../lib/routing-tests/requests';
import { testRequests } from '../../lib/routing-tests/requests';
import type { WrittenTest } from '../../lib/routing-tests/written-test';

function requestsOf(test: Omit<WrittenTest, 'name' | 'expect'>): readonly TestRequest[] {
  const problems = new Problems();
  const requests = testRequests({ name: 'a', expect: { workload: 'a' }, ...test }, problems);
  expect(problems.list).toEqual([]);
  return requests;
}

const questions = (test: Omit<WrittenTest, 'name' | 'expect'>): object[] =>
  requestsOf(test).map(({ question }) => JSON.parse(JSON.stringify(question)) as object);

test('without lists there is one request', () => {
  expect(questions({ requests: { url: 'http://a/' } })).toEqual([{ url: 'http://a/', headers: [] }]);
});

test('each value of a list is asked with each value of the others, the last list first', () => {
  const requests = { url: ['http://a/', 'http://b/'], headers: { 'x-a': ['1', '2'], 'x-b': '3' } };
  expect(questions({ from: ['shop/web', 'outside'], requests }).map((each) => JSON.stringify(each))).toEqual(
    ['shop/web', 'outside'].flatMap((from) =>
      ['http://a/', 'http://b/'].flatMap((url) =>
        ['1', '2'].map((value) =>
          JSON.stringify({
            from,
            url,
            headers: [
              ['x-a', value],
              ['x-b', '3'],
            ],
          }),
        ),
      ),
    ),
  );
});

test('lists that belong to one request stay whole', () => {
  const whole = {
    alpn: ['h2', 'http/1.1'],
    certificateUris: ['spiffe://a', 'spiffe://b'],
    claims: { aud: ['a', 'b'] },
  };
  expect(questions({ requests: { url: 'https://a/', ...whole } })).toEqual([
    { url: 'https://a/', headers: [], ...whole },
  ]);
});

test('several requests of their own are asked one after the other', () => {
  const requests = [{ url: 'http://a/', method: 'PUT' }, { url: ['http://b/', 'http://c/'] }];
  expect(questions({ requests })).toEqual([
    { url: 'http://a/', method: 'PUT', headers: [] },
    { url: 'http://b/', headers: [] },
    { url: 'http://c/', headers: [] },
  ]);
});

test('each address of a client is asked for itself', () => {
  expect(questions({ requests: { url: 'http://a/', clientAddress: ['10.0.0.7', '2001:db8::7'] } })).toEqual([
    { url: 'http://a/', clientAddress: '10.0.0.7', headers: [] },
    { url: 'http://a/', clientAddress: '2001:db8::7', headers: [] },
  ]);
});

test('a server name of null is none at all', () => {
  expect(questions({ requests: { url: 'https://a/', sni: ['a', null] } })).toMatchObject([{ sni: 'a' }, { sni: '' }]);
});

test.each([
  ['url', 0, 'requests.url[0]'],
  ['url', 1, 'requests.url[1]'],
  ['headers[0]', 1, 'requests.headers.x-a'],
  ['headers[1]', 0, 'requests.headers.x-b[0]'],
  ['from', 0, 'from'],
  ['claims', 0, 'requests.claims'],
])('the member %s of request %d is written at %s', (member, place, path) => {
  const requests = { url: ['http://a/', 'http://b/'], headers: { 'x-a': '1', 'x-b': ['2'] } };
  expect(requestsOf({ from: 'a', requests })[place].placeOf(member)).toBe(path);
});

test('of several requests the place has its number', () => {
  const requests = [{ url: 'http://a/' }, { url: 'http://b/', method: ['GET'] }];
  expect(requestsOf({ requests })[1].placeOf('method')).toBe('requests[1].method[0]');
});

test('more requests than anybody waits for are a problem', () => {
  const problems = new Problems();
  const hundred = Array.from({ length: 101 }, (_, i) => `v${i}`);
  const requests = { url: 'http://a/', headers: { a: hundred, b: hundred } };
  expect(testRequests({ name: 'a', requests, expect: {} }, problems)).toEqual([]);
  expect(problems.list).toEqual([
    {
      field: 'requests',
      message: 'its lists make 10201 requests, and one test has 10000 at most. Write fewer values.',
    },
  ]);
});

test('there are as many requests as the lists multiply to, and no two are the same', () => {
  const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
  fc.assert(
    fc.property(values, values, values, (methods, one, other) => {
      const made = questions({ requests: { url: 'http://a/', method: methods, headers: { one, other } } });
      expect(made).toHaveLength(methods.length * one.length * other.length);
      expect(new Set(made.map((each) => JSON.stringify(each))).size).toBe(made.length);
    }),
  );
});
