/**
 * Reads what CRDs leave out, the names of messages and enums, from the sources of the two APIs, and writes messages.json.
 *
 * Run it when a new release of Istio or of the Gateway API comes (both directories are Go modules, see fetch-crds.sh):
 *
 *   tsx tools/import/extract-messages.ts "$(go env GOMODCACHE)"/istio.io/api@v1.31.1 "$(go env GOMODCACHE)"/sigs.k8s.io/gateway-api@v1.5.1
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnumFact, FieldFact, MessageFact, MessageFacts } from './facts';
import { writeLines } from './facts';

/** The proto packages that the CRDs are made of. */
const PROTO_FOLDERS = [
  'networking/v1alpha3',
  'networking/v1beta1',
  'security/v1beta1',
  'telemetry/v1alpha1',
  'extensions/v1alpha1',
  'type/v1beta1',
];

/** The Go package whose types the served Gateway API versions are made of. */
const GO_FOLDER = 'apis/v1';

const SCALARS = new Set(
  'double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes'.split(' '),
);

interface Scope {
  readonly name: string;
  readonly fact?: MessageFact;
  readonly enumeration?: EnumFact;
  readonly oneof?: string;
}

function readProtos(root: string): MessageFacts {
  const facts: MessageFacts = { messages: {}, enums: {} };
  for (const folder of PROTO_FOLDERS) {
    for (const file of readdirSync(join(root, folder)).sort()) {
      if (file.endsWith('.proto')) {
        readProto(join(root, folder, file), facts);
      }
    }
  }
  resolveTypes(facts);
  return facts;
}

function readProto(path: string, facts: MessageFacts): void {
  const html = path.replace(/\.proto$/, '.pb.html');
  const page = existsSync(html) ? readFileSync(html, 'utf8') : '';
  const location = /^location: https:\/\/istio\.io\/docs\/reference\/config\/(.*)\.html$/m.exec(page)?.[1];
  const anchors = new Set([...page.matchAll(/id="([^"]+)"/g)].map((match) => match[1]));
  const source = readFileSync(path, 'utf8')
    .replace(/\/\/.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  const pkg = /package\s+([\w.]+)\s*;/.exec(source)![1];

  const scopes: Scope[] = [];
  const outer = () => [...scopes].reverse().find((scope) => scope.fact !== undefined);
  // A statement ends with ";" or opens a block with "{"; options in brackets never hold either in these files.
  for (const [, text, end] of source.matchAll(/([^;{}]*)([;{}])/g)) {
    const words = text.replace(/\s+/g, ' ').trim();
    if (end === '}') {
      scopes.pop();
      continue;
    }
    if (end === '{') {
      const [, keyword, name] = /^(message|enum|oneof|service|extend)?\s*([\w.]*)/.exec(words)!;
      const full = `${outer()?.name ?? pkg}.${name}`;
      const id = full.slice(pkg.length + 1).replaceAll('.', '-');
      const anchor = anchors.has(id) ? { page: location, anchor: id } : {};
      if (keyword === 'message') {
        const fact: MessageFact = { ...anchor, fields: {} };
        facts.messages[full] = fact;
        scopes.push({ name: full, fact });
      } else if (keyword === 'enum') {
        const enumeration: EnumFact = { ...anchor };
        facts.enums[full] = enumeration;
        scopes.push({ name: full, enumeration });
      } else {
        scopes.push({ name, oneof: keyword === 'oneof' ? name : undefined });
      }
      continue;
    }
    const here = scopes.at(-1);
    if (here?.enumeration !== undefined) {
      const value = /^(\w+) ?= ?(\d+)/.exec(words);
      if (value !== null && !words.startsWith('option ')) {
        (here.enumeration.values ??= {})[value[1]] = Number(value[2]);
        if (/deprecated ?= ?true/.test(words)) {
          (here.enumeration.deprecated ??= []).push(value[1]);
        }
      }
      continue;
    }
    const field = /^(?:repeated |optional )?(map ?< ?\w+ ?, ?[\w.]+ ?>|[\w.]+) (\w+) ?= ?\d+/.exec(words);
    const message = outer();
    if (field === null || message === undefined || words.startsWith('option ') || words.startsWith('reserved ')) {
      continue;
    }
    const map = /< ?(\w+) ?, ?([\w.]+) ?>/.exec(field[1]);
    const type = map?.[2] ?? field[1];
    const json = /json_name ?= ?"(\w+)"/.exec(words)?.[1] ?? jsonName(field[2]);
    const id = `${message.name.slice(pkg.length + 1).replaceAll('.', '-')}-${field[2]}`;
    const fact: FieldFact = {};
    if (json !== field[2]) {
      fact.proto = field[2];
    }
    if (!SCALARS.has(type)) {
      fact.of = type;
    } else if (type !== 'string') {
      fact.scalar = type;
    }
    if (map !== null) {
      fact.key = map[1];
    } else if (words.startsWith('repeated ')) {
      fact.repeated = true;
    }
    if (here?.oneof !== undefined) {
      fact.oneof = here.oneof;
    }
    if (/deprecated ?= ?true/.test(words)) {
      fact.deprecated = true;
    }
    if (!anchors.has(id)) {
      fact.undocumented = true;
    }
    message.fact!.fields[json] = fact;
  }
}

/** proto3's own rule: an underscore goes, and the letter after it becomes a capital. */
function jsonName(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Makes every type name a full one: proto looks a name up from the innermost message outwards. */
function resolveTypes(facts: MessageFacts): void {
  for (const [name, message] of Object.entries(facts.messages)) {
    if (name.endsWith('Status')) {
      // No part of what users write, and made of messages of another package.
      delete facts.messages[name];
      continue;
    }
    for (const [fieldName, field] of Object.entries(message.fields)) {
      if (field.of === undefined || field.of.startsWith('google.protobuf.')) {
        continue;
      }
      let scope = name;
      let full = `${scope}.${field.of}`;
      while (!(full in facts.messages) && !(full in facts.enums)) {
        if (scope === '') {
          throw new Error(`${name}.${fieldName}: type ${field.of} is not known`);
        }
        scope = scope.includes('.') ? scope.slice(0, scope.lastIndexOf('.')) : '';
        full = scope === '' ? field.of : `${scope}.${field.of}`;
      }
      field.of = full;
    }
  }
}

function readGoTypes(root: string): MessageFacts {
  const facts: MessageFacts = { messages: {}, enums: {} };
  // The one type that comes from Kubernetes itself.
  facts.messages.LabelSelector = { fields: { matchLabels: {}, matchExpressions: { of: 'LabelSelectorRequirement' } } };
  facts.messages.LabelSelectorRequirement = { fields: { key: {}, operator: {}, values: {} } };
  const aliases = new Map<string, string>();
  const inlined = new Map<string, string[]>();
  for (const file of readdirSync(join(root, GO_FOLDER)).sort()) {
    if (!file.endsWith('_types.go')) {
      continue;
    }
    const source = readFileSync(join(root, GO_FOLDER, file), 'utf8').replace(/\/\/.*$/gm, '');
    for (const [, name, body] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
      const fact: MessageFact = { page: 'gateway-api', anchor: name.toLowerCase(), fields: {} };
      facts.messages[name] = fact;
      for (const line of body.split('\n')) {
        const field = /^\s*(?:\w+\s+)?(\S+)\s+`json:"(\w*)(?:,\w+)*"`/.exec(line);
        if (field === null) {
          continue;
        }
        const type = field[1].replace(/^(\*|\[\]|map\[\w+\])+/, '').replace(/^metav1\./, '');
        if (field[2] === '') {
          inlined.set(name, [...(inlined.get(name) ?? []), type]);
        } else {
          fact.fields[field[2]] = { of: type };
        }
      }
    }
    for (const [, name, base] of source.matchAll(/^type (\w+) = ?(\w+)$/gm)) {
      aliases.set(name, base);
    }
    for (const [, name] of source.matchAll(/^type (\w+) \w+$/gm)) {
      facts.enums[name] = { page: 'gateway-api', anchor: name.toLowerCase() };
    }
  }
  const fieldsOf = (name: string): Record<string, FieldFact> =>
    Object.fromEntries(
      [...(inlined.get(name) ?? []).map(fieldsOf), facts.messages[name]?.fields ?? {}].flatMap(
        Object.entries<FieldFact>,
      ),
    );
  for (const name of inlined.keys()) {
    facts.messages[name].fields = fieldsOf(name);
  }
  for (const message of Object.values(facts.messages)) {
    for (const field of Object.values(message.fields)) {
      const of = aliases.get(field.of!) ?? field.of!;
      field.of = of in facts.messages || of in facts.enums ? of : undefined;
    }
  }
  return facts;
}

/** Leaves out what no CRD reaches: lists, status and their like. */
function reachable(facts: MessageFacts, roots: string[]): MessageFacts {
  const kept: MessageFacts = { messages: {}, enums: {} };
  const visit = (name: string | undefined): void => {
    if (name === undefined || name in kept.messages || name in kept.enums) {
      return;
    }
    if (name in facts.enums) {
      kept.enums[name] = facts.enums[name];
    } else if (name in facts.messages) {
      kept.messages[name] = facts.messages[name];
      Object.values(facts.messages[name].fields).forEach((field) => visit(field.of));
    }
  };
  roots.forEach(visit);
  return kept;
}

const [istioRoot, gatewayRoot] = process.argv.slice(2);
if (gatewayRoot === undefined) {
  throw new Error('usage: tsx tools/import/extract-messages.ts ISTIO_API_MODULE GATEWAY_API_MODULE');
}
const istio = readProtos(istioRoot);
const gateway = readGoTypes(gatewayRoot);
const istioRoots = Object.keys(istio.messages).filter((name) => /^[\w.]+\.v\d\w*\.[A-Z]\w*$/.test(name));
const gatewayRoots = Object.keys(gateway.messages).filter((name) => name.endsWith('Spec'));
writeFileSync(
  join(__dirname, 'messages.json'),
  writeLines({ istio: reachable(istio, istioRoots), gatewayApi: reachable(gateway, gatewayRoots) }),
);
