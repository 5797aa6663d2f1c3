import { Duration } from 'cdk8s';
import { Retries } from '../../lib/networking/retries';
import { refusal, written } from './subject';

test.each([
  [Retries.none(), { attempts: 0 }],
  [Retries.onServerErrors(2), { attempts: 2, retryOn: '5xx' }],
  [Retries.onConnectFailures(3), { attempts: 3, retryOn: 'connect-failure,refused-stream,unavailable' }],
  [Retries.on(1, ['reset', '503']), { attempts: 1, retryOn: 'reset,503' }],
  [Retries.attempts(4), { attempts: 4 }],
  [
    Retries.attempts(1, {
      perTryTimeout: Duration.seconds(2),
      backoff: Duration.millis(250),
      retryRemoteLocalities: true,
      retryIgnorePreviousHosts: false,
    }),
    {
      attempts: 1,
      perTryTimeout: '2s',
      backoff: '250ms',
      retryRemoteLocalities: true,
      retryIgnorePreviousHosts: false,
    },
  ],
])('%j is written', (retries, json) => {
  expect(written(retries)).toEqual(json);
});

const CONDITIONS =
  '5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, ' +
  'retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable';
const NONE = 'attempts: 0 attempts and conditions for them exclude each other. Write Retries.none(), or 1 and more.';

test.each([
  [Retries.onServerErrors(0), NONE],
  [Retries.attempts(0, { backoff: Duration.seconds(1) }), NONE],
  [Retries.attempts(-1), 'attempts: -1 is not a number of attempts (a whole number, 0 to 2147483647).'],
  [Retries.onServerErrors(1.5), 'attempts: 1.5 is not a number of attempts (a whole number, 0 to 2147483647).'],
  [
    Retries.on(1, ['500x']),
    `retryOn[0]: "500x" is not a condition for retries. Write a status code, or one of: ${CONDITIONS}.`,
  ],
  [
    Retries.attempts(1, { perTryTimeout: Duration.millis(0) }),
    'perTryTimeout: 0 ms is not a duration for Istio (whole milliseconds, 1 or more).',
  ],
])('%j is rejected', (retries, message) => {
  expect(refusal(retries)).toEqual([message]);
});

test.each([
  [
    Retries.attempts(undefined as never),
    'attempts: undefined is not a number of attempts (a whole number, 0 to 2147483647).',
  ],
  [
    Retries.attempts('2' as never),
    'attempts: "2" is not a number of attempts (a whole number, 0 to 2147483647). Write 2 without quotes.',
  ],
  [Retries.on(1, 'reset' as never), "retryOn: \"reset\" is not a list. Write ['connect-failure', '503']."],
  [Retries.on(1, [503 as never]), "retryOn[0]: 503 is not a non-empty string. Write ['connect-failure', '503']."],
  [
    Retries.attempts(1, '2s' as never),
    '"2s" does not fit here. Write Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(2) }).',
  ],
  [
    Retries.attempts(1, { perTryTimeout: '2s' as never }),
    'perTryTimeout: "2s" is not a Duration. Write Duration.seconds(2), with Duration from cdk8s.',
  ],
  [
    Retries.attempts(1, { retryRemoteLocalities: 'yes' as never }),
    'retryRemoteLocalities: "yes" is neither true nor false. Write true or false.',
  ],
])('%j from JavaScript is rejected', (retries, message) => {
  expect(refusal(retries)).toEqual([message]);
});
