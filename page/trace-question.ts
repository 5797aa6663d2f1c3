import { Problems } from '../lib/core/problems';
import type { PageMesh } from '../lib/page/page-data';
import { objectKey } from '../lib/page/page-data';
import { findingObject } from '../lib/checks/finding-object';
import { askedTrace } from '../lib/report/asked-trace';
import type { TracedMesh, TraceReport } from '../lib/report/trace-report';
import type { Question } from '../lib/tracing/question';
import { readQuestion } from '../lib/tracing/question';
import type { Manifest, MeshObject } from '../lib/mesh/reading/mesh-object';
import { meshOfPage } from './mesh-of-page';

/** What was typed into the form. */
export interface Typed {
  readonly url: string;
  readonly from: string;
  readonly method: string;
  /** `name: value`, one a line. */
  readonly headers: string;
  readonly clientAddress: string;
  readonly connectTo: string;
  readonly at: string;
  readonly sni: string;
  /** JSON. */
  readonly claims: string;
}

/** Nothing. */
export const EMPTY: Typed = {
  url: '',
  from: '',
  method: '',
  headers: '',
  clientAddress: '',
  connectTo: '',
  at: '',
  sni: '',
  claims: '',
};

/** A trace, or what is wrong with the question. */
export type Answer = { readonly report: TraceReport } | { readonly problems: readonly string[] };

/** Fields of the form in the words of its labels. */
const LABELS: Readonly<Record<string, string>> = {
  url: 'URL',
  from: 'From',
  method: 'Method',
  headers: 'Headers',
  clientAddress: 'Client address',
  connectTo: 'Connect to',
  at: 'Gateway',
  sni: 'Server name',
  claims: 'Claims',
};

/** A token as it is sent: a header, claims and a signature, each in base64url. */
const TOKEN = /eyJ[\w-]*\.[\w-]+\.[\w-]+/;

const NO_SIGNATURES =
  'The page does not check the signatures of tokens. Write what the token says as claims, or ask cdk8s-istio trace.';

/** Answers what is asked in the form, as the command would. */
export class Tracer {
  private asked?: TracedMesh;
  private places?: ReadonlyMap<string, string | undefined>;

  constructor(
    private readonly data: PageMesh,
    private readonly supposed: readonly Manifest[] = [],
  ) {}

  public get mesh(): TracedMesh {
    return (this.asked ??= meshOfPage(this.data, this.supposed));
  }

  public answer(typed: Typed): Answer {
    const problems = new Problems();
    const question = questionOf(typed, problems);
    // Browsers check signatures only asynchronously, and traces do not wait.
    const hasToken = TOKEN.test(`${typed.headers} ${typed.url}`);
    const word = (member: string): string => LABELS[member] ?? member;
    if (problems.count > 0 || hasToken) {
      // What is wrong with the other fields is told too.
      readQuestion(this.mesh.mesh, question, problems, word);
      return { problems: [...(hasToken ? [NO_SIGNATURES] : []), ...told(problems)] };
    }
    const report = askedTrace(this.mesh, question, (object) => this.locate(object), problems, word);
    return report === undefined ? { problems: told(problems) } : { report };
  }

  private locate(object: MeshObject): { readonly file?: string } {
    this.places ??= new Map(this.data.objects.map(({ key, place }) => [key, place]));
    return { file: this.places.get(objectKey(findingObject(object))) };
  }
}

/** In the order of the form. */
function told({ list }: Problems): readonly string[] {
  const members = Object.keys(LABELS);
  const memberOf = (field: string): string => field.replace(/\[\d+\]$/, '');
  return [...list]
    .sort((a, b) => members.indexOf(memberOf(a.field)) - members.indexOf(memberOf(b.field)))
    .map(({ field, message }) => `${LABELS[memberOf(field)] ?? field}: ${message}`);
}

/** What can be read of it: what cannot is left out, and told. */
function questionOf(typed: Typed, problems: Problems): Question {
  const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
  const headers = typed.headers.split('\n').flatMap((line): (readonly [string, string])[] => {
    if (line.trim() === '') {
      return [];
    }
    const colon = line.indexOf(':', 1);
    if (colon < 0) {
      problems.add('headers', `${JSON.stringify(line)} has no colon. Write for example x-canary: always.`);
      return [];
    }
    return [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  let claims: unknown;
  try {
    claims = given(typed.claims) === undefined ? undefined : (JSON.parse(typed.claims) as unknown);
  } catch (error) {
    problems.add(
      'claims',
      `it is not JSON: ${(error as Error).message}. Write for example {"iss": "https://login.example.com"}.`,
    );
  }
  return {
    url: typed.url.trim(),
    from: given(typed.from),
    method: given(typed.method),
    headers,
    clientAddress: given(typed.clientAddress),
    connectTo: given(typed.connectTo),
    at: given(typed.at),
    sni: given(typed.sni),
    claims,
  };
}
