import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { percent } from '../report/outcome-text';
import type { FailureName } from '../routing/failure';
import { answered, denied, failed, notDenied, redirected, responded, shows } from './conditions';
import { milliseconds } from './duration';
import type { Names } from './names';
import { isNamed, isNameOf, isWorkloadNamed, shareOf } from './shares';
import type { Condition, Verdict } from './verdict';
import { every, isPercent, lineOf, makesAll, notReached, splits } from './verdict';
import type { WrittenExpectation } from './written-test';
import { listed } from './written-test';

/** What is expected of the requests of a test. */
export interface Expectation {
  /** As it is written, in one line. */
  readonly text: string;
  readonly verdict: Verdict;
}

/** Members that hold only of calls that something becomes of: no two of the kinds can hold at once. */
const KINDS = {
  'come to a server': [
    'workload',
    'service',
    'subset',
    'split',
    'host',
    'path',
    'headers',
    'tls',
    'sni',
    'timeout',
    'retries',
  ],
  'are answered by a proxy': ['redirect', 'body'],
  'do not arrive': ['failure', 'denied'],
} as const;

/** What a test expects. Problems are told by the member. */
export function expectationOf(given: WrittenExpectation, names: Names, problems: Problems): Expectation | undefined {
  const before = problems.count;
  const behind = expectNames(given, names, problems);
  expectOneKind(given, problems);
  if (given.split !== undefined) {
    expectSplit(given, problems);
  }
  if (given.share !== undefined && Object.keys(given).length === 1) {
    problems.add('share', 'of which calls? Write for example workload: bookinfo/reviews-v2 beside it.');
  }
  return problems.count > before ? undefined : { text: expectationText(given), verdict: verdictOf(given, behind) };
}

/** Returns the workloads behind the Service, where one is expected. */
function expectNames(given: WrittenExpectation, names: Names, problems: Problems): readonly string[] {
  const { workload, service, subset, split, mirrors } = given;
  if (workload !== undefined) {
    names.expectWorkload(workload, problems.in('workload'));
  }
  if (subset !== undefined) {
    names.expectSubset(subset, problems.in('subset'));
  }
  Object.keys(split ?? {}).forEach((name) => names.expectPart(name, problems.in('split').in(name)));
  const isList = Array.isArray(mirrors);
  listed(mirrors ?? []).forEach((name, i) => {
    if (name !== null) {
      names.expectWorkload(name, problems.in('mirrors').in(isList ? `[${i}]` : ''));
    }
  });
  return service === undefined ? [] : names.behindService(service, problems.in('service'));
}

function expectOneKind(given: WrittenExpectation, problems: Problems): void {
  const isGiven = (name: keyof WrittenExpectation): boolean =>
    given[name] !== undefined && !(name === 'denied' && given.denied === false);
  const kinds = Object.entries(KINDS).flatMap(([what, members]) => {
    const first = members.find(isGiven);
    return first === undefined ? [] : [{ what, first }];
  });
  const [one, ...others] = kinds;
  others.forEach(({ what, first }) =>
    problems.add(first, `calls that ${what} cannot have ${one.first} as well. Write one of the two.`),
  );
}

function expectSplit({ split = {}, share, workload, service, subset }: WrittenExpectation, problems: Problems): void {
  const values = Object.values(split);
  if (!makesAll(values)) {
    const sum = Number(values.reduce((total, each) => total + each, 0).toFixed(1));
    problems.add('split', `the percents make ${sum}, not 100.`);
  }
  for (const [name, value] of Object.entries({ share, workload, service, subset })) {
    if (value !== undefined) {
      problems.add(name, 'split says it already. Omit it, or write another test.');
    }
  }
}

/** `workload: shop/web, share: 20` */
function expectationText({ split, ...rest }: WrittenExpectation): string {
  const parts = Object.entries(split ?? {}).map(([name, each]) => `${name} ${each} %`);
  return [
    ...(split === undefined ? [] : [`split: ${parts.join(', ')}`]),
    ...Object.entries(rest).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : show(value)}`),
  ].join(', ');
}

function verdictOf(given: WrittenExpectation, behind: readonly string[]): Verdict {
  const conditions = conditionsOf(given, behind);
  const { split, share = 100 } = given;
  if (split === undefined) {
    return shared(given, conditions, share);
  }
  const ofSplit = splits(
    Object.entries(split).map(([name, percents]) => ({
      name,
      percent: percents,
      share: (outcomes) => shareOf(outcomes, isNamed(name)),
    })),
  );
  const ofAll = every(...conditions);
  return (outcomes) => ofSplit(outcomes) ?? ofAll(outcomes);
}

/** The conditions hold for a share of the calls, and not for the rest. */
function shared(given: WrittenExpectation, conditions: readonly Condition[], share: number): Verdict {
  const target = onlyTarget(given);
  const ofAll = every(...conditions);
  return (outcomes) => {
    const right = shareOf(outcomes, (outcome) => conditions.every(({ isRight }) => isRight(outcome)));
    if (isPercent(right, share)) {
      return undefined;
    }
    if (share !== 100) {
      const what = target === undefined ? 'are so' : `come to ${target}`;
      const lines = outcomes.map((outcome) => lineOf(outcome, conditions));
      return [`${percent(right)} of the calls ${what}, not ${share} %.`, ...lines].join('\n');
    }
    return [...(target === undefined ? [] : [notReached(target, right)]), ofAll(outcomes)].join('\n');
  };
}

/** What the calls come to, where nothing else is expected. */
function onlyTarget({ workload, service, subset, share: _, ...rest }: WrittenExpectation): string | undefined {
  const names = [workload, service, subset].filter((name) => name !== undefined);
  return names.length === 1 && Object.keys(rest).length === 0 ? names[0] : undefined;
}

function conditionsOf(given: WrittenExpectation, behind: readonly string[]): readonly Condition[] {
  const { workload, service, subset, redirect, status, body, failure, headers = {}, mirrors, retries, timeout } = given;
  const wants = <T>(value: T | undefined, condition: (value: T) => Condition): Condition[] =>
    value === undefined ? [] : [condition(value)];
  return [
    ...wants(workload, (name) => ({ isRight: isWorkloadNamed(name) })),
    ...wants(service, () => ({ isRight: (outcome) => behind.includes(outcome.workload ?? '') })),
    ...wants(subset, (name) => ({ isRight: (outcome) => outcome.subset === name })),
    ...wants(redirect, (location) => redirected(location)),
    ...wants(status, responded),
    ...wants(body, answered),
    ...wants(given.denied, (isDenied) => (isDenied ? denied() : notDenied())),
    ...wants(failure, (name) => failed(name === true ? undefined : (name as FailureName))),
    ...(['host', 'path', 'sni', 'tls'] as const).flatMap((name) =>
      wants(given[name], (value) => shows(name, value, ({ seen }) => seen?.[name])),
    ),
    ...Object.entries(headers).map(([name, value]) => header(name, value)),
    ...wants(timeout, (value) => lasting(value)),
    ...wants(retries, (value) => shows('retries', String(value), (each) => String(each.retries?.attempts ?? 0))),
    ...wants(mirrors, (value) => copied(listed(value).filter((name) => name !== null))),
  ];
}

function header(name: string, value: string | null): Condition {
  return shows(`header ${name}`, value ?? undefined, ({ seen }) => seen?.headers?.[name.toLowerCase()]);
}

function lasting(timeout: string): Condition {
  const { instead } = shows('timeout', timeout, (outcome) => outcome.timeout);
  return {
    isRight: (outcome) => outcome.seen !== undefined && milliseconds(outcome.timeout ?? '0s') === milliseconds(timeout),
    instead,
  };
}

/** Of any calls: also those that a proxy answers are copied. */
function copied(names: readonly string[]): Condition {
  return {
    isRight: ({ mirrors = [] }) =>
      mirrors.every((each) => names.some((name) => isNameOf(name, each))) &&
      names.every((name) => mirrors.some((each) => isNameOf(name, each))),
    instead: ({ mirrors }) => (mirrors === undefined ? 'without a copy' : undefined),
  };
}
