import { ApiObject, App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { HttpMatch } from '../../lib/networking/http-match';
import { StringMatch } from '../../lib/networking/string-match';
import type { CanaryReleaseProps } from '../../lib/patterns/canary-release';
import { CanaryRelease } from '../../lib/patterns/canary-release';
import { ReleasePhase } from '../../lib/patterns/release/release-phase';
import { Split } from '../../lib/patterns/release/split';
import { StickyCookie } from '../../lib/patterns/release/sticky-cookie';
import type { VersionOptions } from '../../lib/patterns/release/version';
import { Version } from '../../lib/patterns/release/version';
import { Bookinfo } from './canary-release-fixture';

/** What a wrong program from JavaScript passes. */
const wrong = (props: object): Partial<CanaryReleaseProps> => props;

const refused = (...lines: string[]): string =>
  [
    `bookinfo/Reviews (CanaryRelease): ${lines.length === 1 ? '1 problem' : `${lines.length} problems`}`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');

const messageOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was rejected';
};

const labelled = (version: string, key = 'version') => Version.labelled(version, { [key]: version });
const consistentHash = { useSourceIp: true };

describe('a CanaryRelease rejects', () => {
  test.each<[string, Partial<CanaryReleaseProps>, ...string[]]>([
    [
      'a split above 100',
      { split: Split.percent(120) },
      'split: 120 is not a percentage (0 to 100). For a fifth of the requests write 20.',
    ],
    [
      'a split below 0',
      { split: Split.percent(-1) },
      'split: -1 is not a percentage (0 to 100). For a fifth of the requests write 20.',
    ],
    [
      'a split of a fraction',
      { split: Split.percent(0.2) },
      'split: 0.2 is not a whole percentage (0 to 100). For a fifth of the requests write 20.',
    ],
    [
      'a split in words',
      wrong({ split: Split.percent('20' as never) }),
      'split: "20" is not a percentage (0 to 100). For a fifth of the requests write 20.',
    ],
    [
      'weights as split',
      wrong({ split: { stable: 110, canary: -1 } }),
      'split: {"stable":110,"canary":-1} is not a percentage (0 to 100). For a fifth of the requests write 20.',
    ],
    [
      'a word as phase',
      wrong({ phase: 'SHIFTING' }),
      'phase: "SHIFTING" is not a phase. Write ReleasePhase.SHIFTING, or omit it.',
    ],
    [
      'a split in the first phase',
      { phase: ReleasePhase.SUBSETS_DECLARED, split: Split.percent(20) },
      'split: gives the canary 20 %, but in phase SUBSETS_DECLARED it gets 0 %. Omit split, or write ReleasePhase.SHIFTING.',
    ],
    [
      'a split that is not done in the last phase',
      { phase: ReleasePhase.ROUTES_REMOVED, split: Split.percent(20) },
      'split: gives the canary 20 %, but in phase ROUTES_REMOVED it gets 100 %. Omit split, or write ReleasePhase.SHIFTING.',
    ],
    [
      'no versions',
      { stable: undefined, canary: undefined },
      "stable: is missing. Write the Deployment, or Version.labelled('v1', { version: 'v1' }).",
      "canary: is missing. Write the Deployment, or Version.labelled('v1', { version: 'v1' }).",
    ],
    [
      'a word as version',
      wrong({ stable: 'v1' }),
      "stable: \"v1\" is not a workload. Write a Deployment, or Version.labelled('v1', { version: 'v1' }).",
    ],
    [
      'a version of nothing',
      { stable: Version.of(7 as never) },
      "stable: 7 is not a workload. Write a Deployment, or Version.labelled('v1', { version: 'v1' }).",
    ],
    [
      'a version without labels',
      { stable: Version.labelled('v1', {}) },
      "stable.labels: {} is empty, so it selects no version. Write Version.of(deployment), or Version.labelled('v1', { version: 'v1' }).",
    ],
    [
      'a number as label',
      { stable: Version.labelled('v1', { version: 1.1 } as never) },
      "stable: the version has version: 1.1. Labels are strings, so write version: '1.1'.",
    ],
    [
      'a whole number as label',
      { stable: Version.labelled('v1', { version: 1.0 } as never) },
      "stable: the version has version: 1. Labels are strings, and 1.0 as a number is 1. Write '1.0' or '1', as the pods have it.",
    ],
    [
      'a label that has no such key',
      { stable: Version.labelled('v1', { 'bad key!': 'v1' }) },
      'stable: "bad key!" is not the key of a label (at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends; before them, where wanted, a DNS name and "/").',
    ],
    [
      'a label that has no such value',
      { stable: Version.labelled('v1', { version: 'v 1' }) },
      'stable: "v 1" is not the value of a label (at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends).',
    ],
    [
      'a name that is none',
      { stable: Version.labelled('V_1', { version: 'v1' }) },
      'stable.name: "V_1" is not the name of a subset (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      'a name that is too long',
      { stable: Version.labelled('v'.repeat(64), { version: 'v1' }) },
      `stable.name: "${'v'.repeat(64)}" has 64 characters, and Kubernetes takes at most 63 for the name of a subset. Write a shorter one.`,
    ],
    [
      'two versions that are one',
      { canary: Version.labelled('v2', { version: 'v1' }) },
      'canary: the pods of both versions carry version=v1, so a split between them would have no effect. Give the pods of the canary another value.',
    ],
    [
      'a stable version that includes the canary',
      {
        stable: Version.labelled('all', { app: 'reviews' }),
        canary: Version.labelled('v2', { app: 'reviews', version: 'v2' }),
      },
      'stable: its labels app=reviews also select the pods of version "v2" (app=reviews, version=v2). Give each version a label that the other does not have.',
    ],
    [
      'a canary that includes the stable version',
      {
        stable: Version.labelled('v1', { app: 'reviews', version: 'v1' }),
        canary: Version.labelled('all', { app: 'reviews' }),
      },
      'canary: its labels app=reviews also select the pods of version "v1" (app=reviews, version=v1). Give each version a label that the other does not have.',
    ],
    [
      'one name for both',
      { canary: Version.labelled('v1', { version: 'v2' }) },
      'canary: "v1" is the name of the stable version too. Give one another: Version.of(workload, { name: \'...\' }).',
    ],
    [
      'a port that the Service has not',
      { port: 80 },
      'port: 80 is not a port of Service "reviews". It has: 9080 (http).',
    ],
    [
      'a word as match',
      wrong({ alwaysCanary: ['x-canary'] }),
      "alwaysCanary[0]: \"x-canary\" does not fit here. Write HttpMatch.header('x-canary', 'always').",
    ],
    [
      'a match without list',
      wrong({ alwaysCanary: 1 }),
      "alwaysCanary: 1 is not a list. Write [HttpMatch.header('x-canary', 'always')].",
    ],
    [
      'a match that takes everything',
      { alwaysCanary: [HttpMatch.prefix('/')] },
      'alwaysCanary[0]: matches every request, so the split would never be used. Write split: Split.allCanary() instead.',
    ],
    [
      'the same path asked for twice',
      { alwaysCanary: [HttpMatch.prefix('/beta', { uri: StringMatch.exact('/beta') })] },
      'alwaysCanary[0].uri: is already matched twice in one match, and a match can only have one of the two. Write it in one place.',
    ],
    ['a word as cookie', wrong({ sticky: 'v' }), 'sticky: "v" does not fit here. Write StickyCookie.named(\'v\').'],
    [
      'a cookie with a wrong name, age, path and more',
      { sticky: StickyCookie.named('a b', { maxAge: Duration.millis(1500), path: 'shop', secure: 'yes' as never }) },
      'sticky.name: "a b" is not the name of a cookie (letters, digits, "-" and "_"). Write StickyCookie.named(\'version\').',
      'sticky.secure: "yes" is neither true nor false. Write true or false.',
      'sticky.maxAge: is not in whole seconds. Write Duration.seconds(...).',
      'sticky.path: "shop" is not a path. Write one that begins with "/".',
    ],
    [
      'a mirror of more than all',
      { mirrorPercent: 101 },
      'mirrorPercent: 101 is not a percentage (0 to 100). For a fifth of the requests write 20.',
    ],
    [
      'a mirror with a split',
      { mirrorPercent: 10, split: Split.percent(20) },
      'mirrorPercent: mirrors requests to the canary, which already answers 20 % of them and would process some twice. Omit mirrorPercent, or write Split.allStable().',
    ],
    [
      'a consistent hash with a split',
      { trafficPolicy: { loadBalancer: { consistentHash } }, split: Split.percent(20) },
      "trafficPolicy.loadBalancer.consistentHash: keeps a client with one pod of a version, but the version is chosen at random for each request. Keep clients with a version as well: sticky: StickyCookie.named('version').",
    ],
    [
      'a consistent hash of a port with a split',
      {
        trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { consistentHash } }] },
        split: Split.percent(20),
      },
      "trafficPolicy.loadBalancer.consistentHash: keeps a client with one pod of a version, but the version is chosen at random for each request. Keep clients with a version as well: sticky: StickyCookie.named('version').",
    ],
    [
      'an unknown field of the policy',
      wrong({ trafficPolicy: { loadBalancers: {} } }),
      'trafficPolicy.loadBalancers: unknown field of TrafficPolicy. Did you mean loadBalancer?',
    ],
    ['an empty policy', { trafficPolicy: {} }, 'trafficPolicy: is empty, and Istio rejects that. Omit it.'],
    [
      'a number as timeout',
      wrong({ timeout: 5 }),
      'timeout: 5 is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.',
    ],
    ['a word as mesh', wrong({ mesh: 'no' }), 'mesh: "no" is neither true nor false. Write true or false.'],
    [
      'another controller',
      wrong({ controller: 'flagger' }),
      'controller: "flagger" is not a ReleaseController. Write ReleaseController.flagger({ ... }) or ReleaseController.argoRollouts({ ... }).',
    ],
    [
      'a name that is none',
      { name: 'Reviews' },
      'name: "Reviews" is not the name of an object (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
    [
      'a name that is too long',
      { name: 'r'.repeat(64) },
      `name: "${'r'.repeat(64)}" has 64 characters, and Kubernetes takes at most 63 for the name of an object. Write a shorter one.`,
    ],
    [
      'no Service',
      wrong({ service: undefined, split: Split.percent(120) }),
      "service: undefined is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).",
      'split: 120 is not a percentage (0 to 100). For a fifth of the requests write 20.',
    ],
  ])('%s', (_name, props, ...lines) => {
    expect(messageOf(() => new Bookinfo().release(props))).toBe(refused(...lines));
  });

  test('everything at once, before anything is made', () => {
    const bookinfo = new Bookinfo({ app: 'reviews', version: 'v1' });
    const props = {
      stable: Version.of(bookinfo.deployment('v1')),
      canary: Version.of(bookinfo.deployment('v2')),
      split: Split.percent(120),
    };
    expect(messageOf(() => bookinfo.release(props))).toBe(
      refused(
        'split: 120 is not a percentage (0 to 100). For a fifth of the requests write 20.',
        'canary: the pods of Deployment "reviews-v2" carry version=v2, but Service "reviews" selects version=v1 as well, so no request would ever reach them. Select only app=reviews in the Service.',
      ),
    );
    expect(bookinfo.chart.node.findChild('Reviews').node.children).toEqual([]);
  });

  test('props that are none', () => {
    const { chart } = new Bookinfo();
    expect(messageOf(() => new CanaryRelease(chart, 'Reviews', 5 as never))).toBe(
      refused(
        ': 5 does not fit here. Write { service: service, stable: deploymentV1, canary: deploymentV2 }.'.slice(2),
        "service: undefined is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).",
        "stable: is missing. Write the Deployment, or Version.labelled('v1', { version: 'v1' }).",
        "canary: is missing. Write the Deployment, or Version.labelled('v1', { version: 'v1' }).",
      ),
    );
  });

  test('a chart without namespace', () => {
    const chart = new Chart(new App(), 'bookinfo');
    const props = { service: ServiceRef.fromName('reviews'), stable: labelled('v1'), canary: labelled('v2') };
    expect(messageOf(() => new CanaryRelease(chart, 'Reviews', props))).toBe(
      refused(
        "service: the namespace of Service \"reviews\" is not known, so Istio would look for it in the namespace to which the rule is applied. Give the chart one: new Chart(app, 'id', { namespace: '...' }).",
      ),
    );
  });

  test('a second release of the host', () => {
    const bookinfo = new Bookinfo();
    bookinfo.release();
    const props = {
      service: ServiceRef.fromName('reviews', { namespace: 'bookinfo' }),
      stable: labelled('v1'),
      canary: labelled('v2'),
    };
    expect(messageOf(() => new CanaryRelease(bookinfo.chart, 'Again', props))).toBe(
      'bookinfo/Again (CanaryRelease): 1 problem\n' +
        '  service: Service "reviews" is already released by bookinfo/Reviews, and of two VirtualServices for one host in the mesh only one applies. Keep one CanaryRelease for it; to release a second port as well, give that port its own Service.',
    );
  });

  test('a name that is taken', () => {
    const bookinfo = new Bookinfo();
    bookinfo.release({ name: 'cart' });
    const props = { service: ServiceRef.fromName('cart'), stable: labelled('v1'), canary: labelled('v2') };
    expect(messageOf(() => new CanaryRelease(bookinfo.chart, 'Cart', props))).toBe(
      'bookinfo/Cart (CanaryRelease): 1 problem\n' +
        '  name: DestinationRule "cart" in namespace "bookinfo" is made by bookinfo/Reviews already. Give this one another: name: \'...\'.',
    );
  });
});

describe('a CanaryRelease looks at the pods and rejects', () => {
  const v1 = { app: 'reviews', version: 'v1' };
  const v2 = { app: 'reviews', version: 'v2' };

  test.each<[string, Record<string, unknown>, VersionOptions, string]>([
    [
      'pods without the label',
      { app: 'reviews' },
      {},
      'canary: the pods of Deployment "reviews-v2" have no label version; they carry app=reviews. ' +
        "Give them one that differs from version to version, or say which does: Version.of(workload, { labelKeys: ['...'] }).",
    ],
    [
      'pods without any label',
      {},
      {},
      'canary: the pods of Deployment "reviews-v2" have no label version; they carry none. ' +
        "Give them one that differs from version to version, or say which does: Version.of(workload, { labelKeys: ['...'] }).",
    ],
    [
      'a number as label',
      { app: 'reviews', version: 1.1 },
      {},
      'canary: the pods of Deployment "reviews-v2" carry version: 1.1. Labels are strings, so write version: \'1.1\'.',
    ],
    [
      'no label to tell by',
      v2,
      { labelKeys: [] },
      "canary.labelKeys: is empty, so nothing distinguishes the versions. Write ['version'].",
    ],
    [
      'the same label on both',
      v1,
      {},
      'canary: the pods of both versions carry version=v1, so a split between them would have no effect. Give the pods of the canary another value.',
    ],
    [
      'labels of which one version has all',
      { ...v2, track: 'x' },
      { labelKeys: ['app'], name: 'v2' },
      'canary: its labels app=reviews also select the pods of Deployment "reviews-v1" (app=reviews, version=v1). Give each version a label that the other does not have.',
    ],
    [
      'pods that the Service does not select',
      { version: 'v2' },
      {},
      'canary: the pods of Deployment "reviews-v2" carry no label app, but Service "reviews" selects app=reviews as well, so no request would ever reach them. ' +
        'Select a label that the pods of both versions carry, such as app, in the Service.',
    ],
  ])('%s', (_name, labels, options, line) => {
    const bookinfo = new Bookinfo();
    const stable = Version.of(bookinfo.deployment('v1'));
    const canary = Version.of(bookinfo.deployment('v2', labels), options);
    expect(messageOf(() => bookinfo.release({ stable, canary }))).toBe(refused(line));
  });

  test('a Deployment of another namespace', () => {
    const bookinfo = new Bookinfo();
    const canary = Version.of(bookinfo.deployment('v2', v2, { namespace: 'shop' }));
    expect(messageOf(() => bookinfo.release({ canary }))).toBe(
      refused(
        'canary: Deployment "reviews-v2" is in namespace "shop", and Service "reviews" in "bookinfo" selects pods of its own namespace only. Put both into one.',
      ),
    );
  });

  test('a Service that selects a version whose pods are elsewhere', () => {
    expect(messageOf(() => new Bookinfo({ app: 'reviews', version: 'v1' }).release())).toBe(
      refused(
        'canary: the pods of version "v2" carry version=v2, but Service "reviews" selects version=v1 as well, so no request would ever reach them. Select only app=reviews in the Service.',
      ),
    );
  });

  test('a workload whose pods are not known', () => {
    expect(messageOf(() => new Bookinfo().release({ canary: Version.of({ name: 'reviews-v2' }) }))).toBe(
      refused(
        "canary: the pod labels of Deployment \"reviews-v2\" are not known here. Write Version.labelled('v1', { version: 'v1' }).",
      ),
    );
  });

  test('a port that does not speak HTTP', () => {
    const bookinfo = new Bookinfo({ app: 'reviews' }, [{ name: 'tcp-redis', port: 6379 }]);
    const problem =
      'port 6379 has the name "tcp-redis", which Istio takes for TCP, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".';
    expect(messageOf(() => bookinfo.release())).toBe(refused(`service: ${problem}`));
    expect(
      messageOf(
        () =>
          new CanaryRelease(bookinfo.chart, 'Other', {
            service: bookinfo.service,
            port: 6379,
            stable: labelled('v1'),
            canary: labelled('v2'),
          }),
      ),
    ).toBe(`bookinfo/Other (CanaryRelease): 1 problem\n  port: ${problem}`);
  });

  test('two Deployments that take the pods of each other', () => {
    const bookinfo = new Bookinfo();
    const [stable, canary] = ['v1', 'v2'].map((version) =>
      bookinfo.deployment(version, undefined, { matchLabels: { app: 'reviews' } }),
    );
    bookinfo.release({ stable: Version.of(stable), canary: Version.of(canary) });
    expect(messageOf(() => (bookinfo.chart.node.root as App).synth())).toContain(
      refused(
        'canary: Deployment "reviews-v1" selects pods with app=reviews and Deployment "reviews-v2" those with app=reviews, so each would also manage the pods of the other. Let each select its version as well.',
      ),
    );
    for (const [deployment, version] of [
      [stable, 'v1'],
      [canary, 'v2'],
    ] as const) {
      deployment.addJsonPatch(
        JsonPatch.add('/spec/selector/matchExpressions', [{ key: 'version', operator: 'In', values: [version] }]),
      );
    }
    expect(messageOf(() => (bookinfo.chart.node.root as App).synth())).toBe('nothing was rejected');
  });

  test('what changed behind its back', () => {
    const bookinfo = new Bookinfo();
    const [stable, canary] = ['v1', 'v2'].map((version) => bookinfo.deployment(version));
    bookinfo.release({ stable: Version.of(stable), canary: Version.of(canary) });
    canary.addJsonPatch(JsonPatch.replace('/spec/template/metadata/labels/version', 'v1'));
    expect(messageOf(() => (bookinfo.chart.node.root as App).synth())).toContain(
      refused(
        'canary: subset "v2" selects version=v2, but the pods of Deployment "reviews-v2" carry app=reviews, version=v1. Set their labels before the CanaryRelease is made.',
        'stable: its labels version=v1 also select the pods of Deployment "reviews-v2" (app=reviews, version=v1). Give each version a label that the other does not have.',
      ),
    );
  });

  test('labels that the pods of a version no longer carry', () => {
    const bookinfo = new Bookinfo();
    const canary = bookinfo.deployment('v2');
    bookinfo.release({ canary: Version.of(canary) });
    canary.addJsonPatch(JsonPatch.replace('/spec/template/metadata/labels/version', 'v3'));
    expect(messageOf(() => (bookinfo.chart.node.root as App).synth())).toContain(
      refused(
        'canary: subset "v2" selects version=v2, but the pods of Deployment "reviews-v2" carry app=reviews, version=v3. Set their labels before the CanaryRelease is made.',
      ),
    );
  });

  test('a Service that selects a version later', () => {
    const bookinfo = new Bookinfo();
    bookinfo.release({ canary: Version.of(bookinfo.deployment('v2')) });
    bookinfo.service.addJsonPatch(JsonPatch.add('/spec/selector/version', 'v1'));
    expect(messageOf(() => (bookinfo.chart.node.root as App).synth())).toContain(
      refused(
        'canary: the pods of Deployment "reviews-v2" carry version=v2, but Service "reviews" selects version=v1 as well, so no request would ever reach them. Select only app=reviews in the Service.',
      ),
    );
  });

  test('nothing where nothing is known', () => {
    const { chart } = new Bookinfo();
    const props = { service: ServiceRef.fromName('cart'), stable: labelled('v1'), canary: labelled('v2') };
    expect(new CanaryRelease(chart, 'Cart', props).destinationRule?.host).toBe('cart.bookinfo.svc.cluster.local');
    expect(Testing.synth(chart)).toHaveLength(3);
    expect(ApiObject.isApiObject(chart.node.findChild('ReviewsService'))).toBe(true);
  });
});
