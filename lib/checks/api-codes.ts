import type { Codes } from './check';

const SCHEMA_PAGE =
  'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation';
const VALIDATION_RULES =
  'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules';
const ISTIO_REFERENCE = 'https://istio.io/latest/docs/reference/config/';
const GATEWAY_API_REFERENCE = 'https://gateway-api.sigs.k8s.io/reference/spec/';
const NAMES = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/';

const error = { severity: 'error', source: 'schema' } as const;

/** What the API server rejects: lib/schema finds it, and knows nothing of checks. */
export const API_CODES: Codes = {
  API0001: {
    ...error,
    name: 'WrongType',
    summary: 'A value has the wrong type for its field.',
    explanation:
      'The CustomResourceDefinition gives each field one type, and the API server rejects an object with any other type. YAML makes such mistakes easy: `80` is a number and `"80"` is a string, `on` and `yes` are strings or booleans depending on the parser, and a list of one entry still needs its `- `. An empty entry of a list is `null`, which matches no type.',
    remedy:
      "Write a value of the field's type. Quote a number that is meant as a string, and remove the quotes from one that is not.",
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0002: {
    ...error,
    name: 'UnknownField',
    summary: 'The kind does not have this field.',
    explanation:
      '`kubectl apply` requests strict validation, so the API server rejects the object. Other clients (controllers, Helm, Argo CD with its defaults) do not: the API server drops the field without an error. A misspelt `timeout` then means no timeout, and a misspelt `when` in an AuthorizationPolicy allows more requests than it should. A field can also be newer than the Istio of the mesh: each release brings its own CustomResourceDefinitions.',
    remedy: 'Correct the name or the indentation, or upgrade Istio and its CustomResourceDefinitions first.',
    references: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation', ISTIO_REFERENCE],
  },
  API0003: {
    ...error,
    name: 'MissingField',
    summary: 'A required field is missing.',
    explanation:
      'The field has no default, so the API server cannot fill it in and rejects the whole object. A field without a value counts as missing too: YAML reads it as `null`, and the API server drops nulls before it checks required fields.',
    remedy: 'Write the field.',
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0004: {
    ...error,
    name: 'UnknownValue',
    summary: 'The field does not allow this value.',
    explanation:
      "The field allows a fixed set of values, in exact spelling: most of Istio's are in capitals (`ISTIO_MUTUAL`), those of the Gateway API in mixed case (`PathPrefix`). The API server rejects any other value, and the object stays as it was before.",
    remedy: 'Write one of the values of the field.',
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0005: {
    ...error,
    name: 'OutOfRange',
    summary: 'A number is smaller or larger than the field allows.',
    explanation:
      'The CustomResourceDefinition limits the number, because Envoy or Istio cannot use any other: shares in percent end at ' +
      '100, counts cannot be negative, and most whole numbers must fit into 32 bits. The API server rejects the object.',
    remedy: 'Write a number in the range.',
    references: [SCHEMA_PAGE],
  },
  API0006: {
    ...error,
    name: 'WrongLength',
    summary: 'A string is shorter or longer than the field allows.',
    explanation:
      'The CustomResourceDefinition limits the length, counted in characters, not in bytes. If the field needs at least one character, the API server rejects an empty string too. Names of hosts and sections have at most 253 characters and labels 63, the limits of DNS and Kubernetes.',
    remedy: 'Write a string of an allowed length, or omit the field.',
    references: [SCHEMA_PAGE, NAMES],
  },
  API0007: {
    ...error,
    name: 'WrongCount',
    summary: 'A list or a map has fewer or more entries than the field allows.',
    explanation:
      'The API server rejects the object. If the field needs at least one entry, an empty list is rejected too (a ServiceEntry without hosts). Upper limits keep objects small enough to be checked and sent to every proxy; a route of the ' +
      'Gateway API can have 16 rules, for example.',
    remedy: 'Add the missing entry, or spread the entries over several objects.',
    references: [SCHEMA_PAGE, GATEWAY_API_REFERENCE],
  },
  API0008: {
    ...error,
    name: 'WrongForm',
    summary: 'A string does not have the format of the field.',
    explanation:
      'The field requires a format: a DNS name, a duration, a path, bytes in base64. The API server rejects anything else. The usual mistakes are a capital letter or an underscore in a name, a URL or a port where only a host belongs, and a duration without its unit. The Gateway API allows only whole numbers with `h`, `m`, `s` and `ms` in durations: `1.5s` is `1s500ms` there.',
    remedy: 'Write the string in the format of the field.',
    references: [SCHEMA_PAGE, 'https://gateway-api.sigs.k8s.io/geps/gep-2257/'],
  },
  API0009: {
    ...error,
    name: 'DuplicateEntry',
    summary: 'Two entries of a list have the same key.',
    explanation:
      'Some lists are really maps: Kubernetes identifies their entries by one or more fields (the name of a listener, the number of a port), so that two clients can each own an entry. With two entries of one key it is unclear which one applies, so the API server rejects the object. In lists that are sets, each value may occur only once.',
    remedy: 'Give one of the entries another key, merge the two, or remove one of them.',
    references: ['https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy', SCHEMA_PAGE],
  },
  API0010: {
    ...error,
    name: 'ExclusiveFields',
    summary: 'Fields are set together that exclude each other.',
    explanation:
      'The fields are alternatives: a match of a string is exact, by prefix or by regular expression, a delay is fixed or exponential. ' +
      'Istio keeps one value for all of them, so a second one would replace the first. The API server rejects the object ' +
      'before that can happen.',
    remedy: 'Keep one of the fields, and remove the others.',
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0011: {
    ...error,
    name: 'RuleBroken',
    summary: 'The object violates a rule of the CustomResourceDefinition.',
    explanation:
      'Besides types and ranges, the CustomResourceDefinitions of Istio and of the Gateway API have rules in the Common Expression ' +
      'Language, mostly about several fields together. The API server evaluates them when the object is written and rejects it if one is ' +
      'not true. A rule that cannot be evaluated, because a field that it reads is missing, counts as violated too.',
    remedy: 'Change the object so that it satisfies the rule.',
    references: [VALIDATION_RULES],
  },
  API0012: {
    ...error,
    name: 'UnservedVersion',
    summary: 'The kind is not served in this version of its group.',
    explanation:
      'The API server only accepts the versions that the installed CustomResourceDefinition serves; for any other, `kubectl` prints `no matches for kind`, and nothing is applied. Versions are removed over time: old `v1alpha2` manifests of the Gateway API are the usual case. Not every version of a group has all kinds either: EnvoyFilter is still `networking.istio.io/v1alpha3`.',
    remedy: 'Write an apiVersion that serves the kind; the fields are the same in all served versions.',
    references: [ISTIO_REFERENCE, 'https://gateway-api.sigs.k8s.io/concepts/versioning/'],
  },
  API0013: {
    ...error,
    name: 'UnknownKind',
    summary: 'The group has no such kind.',
    explanation:
      'The API server does not know the kind, so `kubectl` prints `no matches for kind`. The kind is misspelt, it came with a later release of Istio than the installed one, Istio removed it (those of `authentication.istio.io` and `rbac.istio.io` in 1.6, ' +
      'those of `config.istio.io` in 1.8), or it belongs to the experimental channel of the Gateway API, which is installed separately from ' +
      'the standard one. In the last case it is a warning in an open world.',
    remedy: 'Correct the name of the kind, or install the CustomResourceDefinition that has it.',
    references: [ISTIO_REFERENCE, 'https://gateway-api.sigs.k8s.io/concepts/versioning/'],
  },
  API0014: {
    ...error,
    name: 'WrongMetadata',
    summary: 'The metadata of an object is invalid.',
    explanation:
      'The same rules apply to the metadata of every kind. Names and namespaces are parts of addresses, so they only have the characters of DNS names. Labels and annotations are strings: `version: 1` and `inject: true` are a number and a boolean in YAML, so the API server rejects the object. Label keys may have one prefix: a DNS name, followed by a slash.',
    remedy: 'Write names in lower case, and put the values of labels and annotations in quotes.',
    references: [
      NAMES,
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
    ],
  },
  API0015: {
    ...error,
    name: 'NullField',
    severity: 'info',
    summary: 'A field is null, and the API server drops it.',
    explanation:
      'A key without a value is `null` in YAML. Unless the CustomResourceDefinition allows null, the API server removes the field before it validates the object, as if it were missing. That is harmless if no value was intended, as in the output of many templates. It hides a mistake if the value is in the next line, but not indented far enough. Tools that validate manifests against the schema themselves reject the null that the API server drops.',
    remedy: 'Remove the field, or give it its value.',
    references: [
      'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable',
    ],
  },
};
