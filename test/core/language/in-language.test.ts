import fc from 'fast-check';
import { fieldInLanguage, inLanguage } from '../../../lib/core/language/in-language';

/** A message about a field of a construct, and what a caller from another language reads. */
interface Case {
  readonly what: string;
  readonly construct?: string;
  readonly field?: string;
  readonly message: string;
  readonly Python: string;
  readonly Java: string;
  readonly Go: string;
}

const cases: Case[] = [
  {
    what: 'a static method with a map',
    message: "Write Version.labelled('v1', { version: 'v1' }).",
    Python: 'Write Version.labelled("v1", {"version": "v1"}).',
    Java: 'Write Version.labelled("v1", Map.of("version", "v1")).',
    Go: 'Write cdk8sistio.Version_Labelled(jsii.String("v1"), &map[string]*string{"version": jsii.String("v1")}).',
  },
  {
    what: 'a static method with options',
    message: "Write ServiceRef.fromName('web', { ports: [{ port: 80 }] }) there.",
    Python: 'Write ServiceRef.from_name("web", ports=[ServicePort(port=80)]) there.',
    Java: 'Write ServiceRef.fromName("web", ServiceRefOptions.builder().ports(List.of(ServicePort.builder().port(80).build())).build()) there.',
    Go: 'Write cdk8sistio.ServiceRef_FromName(jsii.String("web"), &cdk8sistio.ServiceRefOptions{Ports: &[]*cdk8sistio.ServicePort{&cdk8sistio.ServicePort{Port: jsii.Number(80)}}}) there.',
  },
  {
    what: 'a construct of cdk8s',
    message: "Give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).",
    Python: 'Give the chart a namespace: Chart(app, "id", namespace="...").',
    Java: 'Give the chart a namespace: Chart.Builder.create(app, "id").namespace("...").build().',
    Go: 'Give the chart a namespace: cdk8s.NewChart(app, jsii.String("id"), &cdk8s.ChartProps{Namespace: jsii.String("...")}).',
  },
  {
    what: 'an option with its value',
    message: 'Write tls: IngressTls.elsewhere() and httpPort: 80, or plainHttp: false.',
    Python: 'Write tls=IngressTls.elsewhere() and http_port=80, or plain_http=False.',
    Java: 'Write tls(IngressTls.elsewhere()) and httpPort(80), or plainHttp(false).',
    Go: 'Write Tls: cdk8sistio.IngressTls_Elsewhere() and HttpPort: jsii.Number(80), or PlainHttp: jsii.Bool(false).',
  },
  {
    what: 'names in a sentence',
    message: 'has no effect beside plainHttp. Write sniForward of the same class, or destinationRule.addSubset(...).',
    Python:
      'has no effect beside plain_http. Write sni_forward of the same class, or destination_rule.add_subset(...).',
    Java: 'has no effect beside plainHttp. Write sniForward of the same class, or destinationRule.addSubset(...).',
    Go: 'has no effect beside PlainHttp. Write SniForward of the same class, or destinationRule.AddSubset(...).',
  },
  {
    what: 'names that are words as well, where options are named',
    message: 'unknown field of Rule. It has: from, to, when. The tokens come from anywhere: write from, to or when.',
    Python: 'unknown field of Rule. It has: from_, to, when. The tokens come from anywhere: write from_, to or when.',
    Java: 'unknown field of Rule. It has: from, to, when. The tokens come from anywhere: write from, to or when.',
    Go: 'unknown field of Rule. It has: From, To, When. The tokens come from anywhere: write From, To or When.',
  },
  {
    what: 'names that are words as well, where they are to be left out',
    message: 'is empty, so leave from out for everybody; it says nothing: leave out to, or leave it out.',
    Python: 'is empty, so leave from_ out for everybody; it says nothing: leave out to, or leave it out.',
    Java: 'is empty, so leave from out for everybody; it says nothing: leave out to, or leave it out.',
    Go: 'is empty, so leave From out for everybody; it says nothing: leave out To, or leave it out.',
  },
  {
    what: 'attributes, which are texts',
    message: 'is not one of source.serviceAccount, connection.sni.',
    Python: 'is not one of source.serviceAccount, connection.sni.',
    Java: 'is not one of source.serviceAccount, connection.sni.',
    Go: 'is not one of source.serviceAccount, connection.sni.',
  },
  {
    what: 'the heading of an error of a function',
    message: 'check',
    Python: 'IstioChecks.check',
    Java: 'IstioChecks.check',
    Go: 'cdk8sistio.IstioChecks_Check',
  },
  {
    what: 'a member of an enum, a static value, and a release',
    message: 'Write WaypointTraffic.SERVICE, HttpMatch.allOf(a, b) or IstioVersion.V1_30.',
    Python: 'Write WaypointTraffic.SERVICE, HttpMatch.all_of(a, b) or IstioVersion.V1_30.',
    Java: 'Write WaypointTraffic.SERVICE, HttpMatch.allOf(a, b) or IstioVersion.V1_30.',
    Go: 'Write cdk8sistio.WaypointTraffic_SERVICE, cdk8sistio.HttpMatch_AllOf(a, b) or cdk8sistio.IstioVersion_V1_30().',
  },
  {
    what: 'a method that is a word of Python',
    message: 'EgressHost.except cannot exclude it. Write EgressHost.except(EgressHost.any()).',
    Python: 'EgressHost.except_ cannot exclude it. Write EgressHost.except_(EgressHost.any()).',
    Java: 'EgressHost.except cannot exclude it. Write EgressHost.except(EgressHost.any()).',
    Go: 'cdk8sistio.EgressHost_Except cannot exclude it. Write cdk8sistio.EgressHost_Except(cdk8sistio.EgressHost_Any()).',
  },
  {
    what: 'the struct that the field takes',
    construct: 'VirtualService',
    field: 'http[0].redirect',
    message: "redirects to the same URL. Write what changes, for example { uri: '/home' }.",
    Python: 'redirects to the same URL. Write what changes, for example networking.HttpRedirect(uri="/home").',
    Java: 'redirects to the same URL. Write what changes, for example HttpRedirect.builder().uri("/home").build().',
    Go: 'redirects to the same URL. Write what changes, for example &networking.HttpRedirect{Uri: jsii.String("/home")}.',
  },
  {
    what: 'labels, which are no struct',
    construct: 'Sidecar',
    field: 'workloadSelector.labels',
    message: "is empty. Write { app: 'reviews' }, or omit workloadSelector.",
    Python: 'is empty. Write {"app": "reviews"}, or omit workload_selector.',
    Java: 'is empty. Write Map.of("app", "reviews"), or omit workloadSelector.',
    Go: 'is empty. Write &map[string]*string{"app": jsii.String("reviews")}, or omit WorkloadSelector.',
  },
  {
    what: 'a list of what is a number or a text',
    construct: 'Access.allow',
    field: 'ports',
    message: 'is empty. Write [8080].',
    Python: 'is empty. Write [8080].',
    Java: 'is empty. Write List.of(8080).',
    Go: 'is empty. Write &[]interface{}{jsii.Number(8080)}.',
  },
  {
    what: 'values that were given stay as they were',
    message: '{"redirectCode":301} is not a list, ["a"] neither, and "plainHttp" is a text. undefined is nothing.',
    Python: '{"redirectCode":301} is not a list, ["a"] neither, and "plainHttp" is a text. None is nothing.',
    Java: '{"redirectCode":301} is not a list, ["a"] neither, and "plainHttp" is a text. null is nothing.',
    Go: '{"redirectCode":301} is not a list, ["a"] neither, and "plainHttp" is a text. nil is nothing.',
  },
  {
    what: 'sentences and names of others stay as they are',
    message:
      "the pods' port, Istio's own: meshConfig.extensionProviders of apps/plainHttp and x-forwarded-proto: http do not (in `true-ish`).",
    Python:
      "the pods' port, Istio's own: meshConfig.extensionProviders of apps/plainHttp and x-forwarded-proto: http do not (in `true-ish`).",
    Java: "the pods' port, Istio's own: meshConfig.extensionProviders of apps/plainHttp and x-forwarded-proto: http do not (in `true-ish`).",
    Go: "the pods' port, Istio's own: meshConfig.extensionProviders of apps/plainHttp and x-forwarded-proto: http do not (in `true-ish`).",
  },
  {
    what: 'what is left out',
    message: "Write GatewayWorkload.of({ ..., serviceAccount: '...' }) or GatewayWorkload.of({ ... }).",
    Python: 'Write GatewayWorkload.of(..., service_account="...") or GatewayWorkload.of(...).',
    Java: 'Write GatewayWorkload.of(GatewayWorkloadOptions.builder()....serviceAccount("...").build()) or GatewayWorkload.of(GatewayWorkloadOptions.builder()....build()).',
    Go: 'Write cdk8sistio.GatewayWorkload_Of(&cdk8sistio.GatewayWorkloadOptions{..., ServiceAccount: jsii.String("...")}) or cdk8sistio.GatewayWorkload_Of(&cdk8sistio.GatewayWorkloadOptions{...}).',
  },
  {
    what: 'a function that only TypeScript has',
    message: 'It is not a text: write JSON.stringify(keys). It is not a list: write check([manifest]).',
    Python: 'It is not a text: write json.dumps(keys). It is not a list: write IstioChecks.check([manifest]).',
    Java: 'It is not a text: write new Gson().toJson(keys). It is not a list: write IstioChecks.check(List.of(manifest)).',
    Go: 'It is not a text: write json.Marshal(keys). It is not a list: write cdk8sistio.IstioChecks_Check(&[]interface{}{manifest}).',
  },
];

describe.each(['Python', 'Java', 'Go'] as const)('in %s', (language) => {
  test.each(cases)('$what', (each) => {
    expect(inLanguage(language, each.message, each.construct, each.field)).toBe(each[language]);
  });
});

test.each(cases)('in TypeScript nothing changes: $what', ({ message, construct, field }) => {
  expect(inLanguage('TypeScript', message, construct, field)).toBe(message);
});

test.each([
  ['alwaysCanary[0].weight', 'always_canary[0].weight', 'AlwaysCanary[0].Weight'],
  ['rules[0].from', 'rules[0].from_', 'Rules[0].From'],
  ['uri, prefixRewrite', 'uri, prefix_rewrite', 'Uri, PrefixRewrite'],
  // Keys are the user's own.
  ['workloadSelector.labels.hostEnv', 'workload_selector.labels.hostEnv', 'WorkloadSelector.Labels.hostEnv'],
  [
    'metadata.annotations.example.com/hostEnv',
    'metadata.annotations.example.com/hostEnv',
    'Metadata.Annotations.example.com/hostEnv',
  ],
])('the field %s', (field, python, go) => {
  expect(fieldInLanguage('Python', field)).toBe(python);
  expect(fieldInLanguage('Java', field)).toBe(field);
  expect(fieldInLanguage('Go', field)).toBe(go);
});

/** Pieces of messages, and of what people name their things. */
const PIECES = [
  ...['Write ', 'write ', ', ', ': ', '.', '...', ' or ', ' to ports of a/b (Gateway)', 'the '],
  ...['{', '}', '[', ']', '(', ')', "'", '"', '\\', 'new ', '-', '/', '80', 'true', 'undefined'],
  ...[
    'constructor',
    'toString',
    '__proto__',
    'Gateway',
    'Version',
    'networking',
    'Duration',
    'check',
    'JSON.stringify',
  ],
  ...['hosts', 'plainHttp', 'from', 'labelled', 'STRICT', 'MutualTls', 'ports: [{ port: 80 }]', 'addSubset'],
];

test.each(['Python', 'Java', 'Go'] as const)('in %s no message is an error, and what is quoted stays', (language) => {
  const message = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
  const field = fc.array(fc.constantFrom('hosts', '[0]', '.', 'constructor', '__proto__', 'tls'), { maxLength: 5 });
  const construct = fc.constantFrom('Gateway', 'constructor', 'Gateway.toString', undefined);
  fc.assert(
    fc.property(message, field, construct, fc.string(), (text, steps, what, given) => {
      inLanguage(language, text, what, steps.join(''));
      fieldInLanguage(language, steps.join(''));
      const quoted = `${JSON.stringify(given)} is not a host.`;
      expect(inLanguage(language, quoted)).toBe(quoted);
    }),
    { numRuns: 2000, seed: 7 },
  );
});
