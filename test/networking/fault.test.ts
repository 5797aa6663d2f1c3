import { Duration } from 'cdk8s';
import { Fault } from '../../lib/networking/fault';
import { refusal, written } from './subject';

test.each([
  [Fault.abort(503), { abort: { httpStatus: 503, percentage: { value: 100 } } }],
  [Fault.abort(503, { percentage: 0.1 }), { abort: { httpStatus: 503, percentage: { value: 0.1 } } }],
  [Fault.grpcAbort('UNAVAILABLE'), { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } }],
  [
    Fault.delay(Duration.millis(1500), { percentage: 0 }),
    { delay: { fixedDelay: '1500ms', percentage: { value: 0 } } },
  ],
  [
    Fault.delay(Duration.seconds(5)).and(Fault.abort(500)),
    {
      abort: { httpStatus: 500, percentage: { value: 100 } },
      delay: { fixedDelay: '5s', percentage: { value: 100 } },
    },
  ],
])('%j is written', (fault, json) => {
  expect(written(fault)).toEqual(json);
});

const STATUS =
  'OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, UNAUTHENTICATED, ' +
  'RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS';

test.each([
  [Fault.abort(600), 'abort.httpStatus: 600 is not an HTTP status (a whole number, 200 to 599).'],
  [Fault.grpcAbort('14'), `abort.grpcStatus: "14" is not a gRPC status. Write one of: ${STATUS}.`],
  [
    Fault.abort(503, { percentage: 101 }),
    'abort.percentage: 101 is not a percentage (0 to 100). For a fifth of the requests write 20.',
  ],
  [
    Fault.delay(Duration.seconds(1), { percentage: 0.00005 }),
    'delay.percentage: 0.00005 is smaller than Istio supports. Write 0.0001 or more, or 0.',
  ],
  [Fault.abort(503).and(Fault.abort(500)), 'abort: is given twice. A route has one abort and one delay at most.'],
  [
    Fault.delay(Duration.seconds(1))
      .and(Fault.delay(Duration.seconds(2)))
      .and(Fault.abort(500)),
    'delay: is given twice. A route has one abort and one delay at most.',
  ],
])('%j is rejected', (fault, message) => {
  expect(refusal(fault)).toEqual([message]);
});

test.each([
  [Fault.abort(undefined as never), 'abort.httpStatus: undefined is not an HTTP status (a whole number, 200 to 599).'],
  [
    Fault.abort('503' as never),
    'abort.httpStatus: "503" is not an HTTP status (a whole number, 200 to 599). Write 503 without quotes.',
  ],
  [Fault.grpcAbort(undefined as never), `abort.grpcStatus: undefined is not a gRPC status. Write one of: ${STATUS}.`],
  [
    Fault.delay(undefined as never),
    'delay.fixedDelay: is needed. Write Duration.seconds(5), with Duration from cdk8s.',
  ],
  [
    Fault.delay(5 as never),
    'delay.fixedDelay: 5 is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.',
  ],
  [Fault.abort(503, 10 as never), 'abort: 10 does not fit here. Write { percentage: 10 }.'],
  [Fault.abort(503).and('delay' as never), '"delay" is not a Fault. Write Fault.abort(503).'],
])('%j from JavaScript is rejected', (fault, message) => {
  expect(refusal(fault)).toEqual([message]);
});
