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
    summary: 'A value has another type than its field.',
    explanation:
      'The CustomResourceDefinition gives each field one type, and the API server rejects an object that does not keep to it, so ' +
      'nothing of the object is applied. YAML makes such mistakes easy: `80` is a number and `"80"` is text, `on` and `yes` are text ' +
      'or not depending on who reads the file, and a list of one entry still needs its `- `. A list that has an empty entry holds ' +
      '`null`, which is of no type.',
    remedy:
      'Write a value of the type that the field has; put quotes around a number that is meant as text, and take them away from one that is not.',
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0002: {
    ...error,
    name: 'UnknownField',
    summary: 'A field is not one that the kind has.',
    explanation:
      '`kubectl apply` asks the API server for strict validation and is rejected. Other clients (controllers, Helm, Argo CD with its ' +
      'defaults) ask for less: there the field is dropped without an error, and the object works as if it had never been written. A ' +
      'misspelt `timeout` is then no timeout, and a misspelt `when` in an AuthorizationPolicy lets more requests through than it should. ' +
      'A field can also be newer than the Istio that the mesh runs: each release brings its own CustomResourceDefinitions.',
    remedy: 'Correct the name or the indentation, or upgrade Istio and its CustomResourceDefinitions first.',
    references: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation', ISTIO_REFERENCE],
  },
  API0003: {
    ...error,
    name: 'MissingField',
    summary: 'A field that must be there is missing.',
    explanation:
      'The field has no default, so the API server cannot fill it in and rejects the whole object. A field that is written without a ' +
      'value counts as missing too: YAML reads it as `null`, and the API server drops nulls before it looks for what must be there.',
    remedy: 'Write the field.',
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0004: {
    ...error,
    name: 'UnknownValue',
    summary: 'A value is not one of those that the field takes.',
    explanation:
      'The field takes a fixed set of words, spelt exactly so: Istio writes most of its own in capitals (`ISTIO_MUTUAL`), the Gateway ' +
      'API its own in mixed case (`PathPrefix`). The API server rejects any other, and the object stays as it was before.',
    remedy: 'Write one of the values of the field.',
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0005: {
    ...error,
    name: 'OutOfRange',
    summary: 'A number is smaller or larger than the field takes.',
    explanation:
      'The CustomResourceDefinition limits the number, because Envoy or Istio could not work with another: shares in percent end at ' +
      '100, counts cannot be negative, and most whole numbers must fit into 32 bits. The API server rejects the object.',
    remedy: 'Write a number in the range.',
    references: [SCHEMA_PAGE],
  },
  API0006: {
    ...error,
    name: 'WrongLength',
    summary: 'A text is shorter or longer than the field takes.',
    explanation:
      'The CustomResourceDefinition limits the length, counted in characters and not in bytes. Where at least one character is wanted, ' +
      'an empty text is rejected although it looks as if nothing were set; names of hosts and sections end at 253 characters and labels ' +
      'at 63, since DNS and Kubernetes have no longer ones.',
    remedy: 'Write a text of a length that the field takes, or omit the field.',
    references: [SCHEMA_PAGE, NAMES],
  },
  API0007: {
    ...error,
    name: 'WrongCount',
    summary: 'A list or a map has fewer or more entries than the field takes.',
    explanation:
      'The API server rejects the object. Where at least one entry is wanted, an empty list is rejected, since it would say nothing ' +
      '(ServiceEntry without hosts). Upper limits keep objects small enough to be checked and sent to every proxy; a route of the ' +
      'Gateway API can have 16 rules, for example.',
    remedy: 'Add the missing entry, or spread the entries over several objects.',
    references: [SCHEMA_PAGE, GATEWAY_API_REFERENCE],
  },
  API0008: {
    ...error,
    name: 'WrongForm',
    summary: 'A text does not have the form that the field takes.',
    explanation:
      'The field takes texts of one form: a DNS name, a duration, a path, bytes in base64. What does not fit is rejected by the API ' +
      'server. Most often it is a capital letter or an underscore in a name, a URL or a port where only a host belongs, or a duration ' +
      'without its unit. The Gateway API takes only whole numbers with `h`, `m`, `s` and `ms` in durations: `1.5s` is `1s500ms` there.',
    remedy: 'Write the text in the form that the field takes.',
    references: [SCHEMA_PAGE, 'https://gateway-api.sigs.k8s.io/geps/gep-2257/'],
  },
  API0009: {
    ...error,
    name: 'DuplicateEntry',
    summary: 'Two entries of a list have the same key.',
    explanation:
      'Some lists are maps in truth: Kubernetes tells their entries apart by one or more fields (the name of a listener, the number of a ' +
      'port), so that two clients can each own an entry. With two entries of one key nobody could say which one counts, and the API ' +
      'server rejects the object. In lists that are sets, no value may stand twice.',
    remedy: 'Give one of the entries another key, merge the two, or remove one of them.',
    references: ['https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy', SCHEMA_PAGE],
  },
  API0010: {
    ...error,
    name: 'ExclusiveFields',
    summary: 'Fields are set together of which only one can be.',
    explanation:
      'The fields are alternatives: a match of a string is exact, by prefix or by regular expression, a delay is fixed or exponential. ' +
      'Istio keeps one value for all of them, so a second one would take the place of the first. The API server rejects the object ' +
      'before that can happen.',
    remedy: 'Keep the field that is meant, and remove the others.',
    references: [SCHEMA_PAGE, ISTIO_REFERENCE],
  },
  API0011: {
    ...error,
    name: 'RuleBroken',
    summary: 'A rule of the CustomResourceDefinition does not hold.',
    explanation:
      'Besides types and ranges, the CustomResourceDefinitions of Istio and of the Gateway API have rules in the Common Expression ' +
      'Language, mostly about several fields together. The API server evaluates them when the object is written and rejects it if one is ' +
      'not true. A rule that has no outcome, because a field that it reads is not there, counts as broken too.',
    remedy: 'Change the object so that the rule holds.',
    references: [VALIDATION_RULES],
  },
  API0012: {
    ...error,
    name: 'UnservedVersion',
    summary: 'The kind is not served in this version of its group.',
    explanation:
      'The API server answers only for the versions that the installed CustomResourceDefinition serves; for any other, `kubectl` says ' +
      'that there are `no matches for kind`, and nothing is applied. Versions go away: old `v1alpha2` manifests of the Gateway API are the ' +
      'usual case. Not all kinds are in all versions of a group either: EnvoyFilter is still `networking.istio.io/v1alpha3`.',
    remedy: 'Write an apiVersion that serves the kind; the fields are the same in all that are served.',
    references: [ISTIO_REFERENCE, 'https://gateway-api.sigs.k8s.io/concepts/versioning/'],
  },
  API0013: {
    ...error,
    name: 'UnknownKind',
    summary: 'The group has no such kind.',
    explanation:
      'The API server does not know the kind, so `kubectl` says that there are `no matches for kind`. It is misspelt, it came with a ' +
      'later release of Istio than the one that is installed, Istio gave it up (those of `authentication.istio.io` and `rbac.istio.io` in 1.6, ' +
      'those of `config.istio.io` in 1.8), or it belongs to the experimental channel of the Gateway API, which is installed separately from ' +
      'the standard one. In the last case it is a warning in an open world.',
    remedy: 'Correct the name of the kind, or install the CustomResourceDefinition that has it.',
    references: [ISTIO_REFERENCE, 'https://gateway-api.sigs.k8s.io/concepts/versioning/'],
  },
  API0014: {
    ...error,
    name: 'WrongMetadata',
    summary: 'The metadata of an object is not as Kubernetes wants it.',
    explanation:
      'Metadata have the same rules for every kind. Names and namespaces are parts of addresses, so they keep to the letters of DNS. ' +
      'Labels and annotations are strings: `version: 1` and `inject: true` are a number and a boolean in YAML, and the API server rejects ' +
      'the object because of them. Keys of labels may have one prefix, a DNS name with a slash behind it.',
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
      'A key without a value is `null` in YAML. Where the CustomResourceDefinition does not say that null means something, the API server ' +
      'removes the field before it looks at the object: it is as if it had not been written. That is harmless where nothing was meant, as ' +
      'in the output of many templates, and it hides a mistake where the value was to come from the line below, which is not indented ' +
      'far enough. Tools that check manifests against the schema themselves reject what the API server drops.',
    remedy: 'Remove the field, or give it its value.',
    references: [
      'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable',
    ],
  },
};
