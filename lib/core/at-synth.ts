import type { IConstruct } from 'constructs';
import { inCallersLanguage } from './language/in-language';
import { describeProblems, Problems } from './problems';

/*
 * What can only be seen when all constructs are there. Every check of that kind is asked through here, so that none can forget whom it tells:
 * the errors of synth are in the language of the caller like all others.
 */

/**
 * Looks at a construct when the App is synthesized, and fails synth with what is wrong.
 *
 * @param what the class of the construct
 */
export function checkAtSynth(construct: IConstruct, what: string, check: (problems: Problems) => void): void {
  construct.node.addValidation({
    validate: () => {
      const problems = new Problems();
      check(problems);
      return problems.count === 0 ? [] : [describeProblems(`${construct.node.path} (${what})`, problems.list)];
    },
  });
}

/** The same for what is wrong with a construct as a whole: sentences without a heading, since cdk8s names the construct. */
export function checkWholeAtSynth(construct: IConstruct, what: string, check: () => readonly string[]): void {
  construct.node.addValidation({ validate: () => check().map((sentence) => inCallersLanguage(sentence, what)) });
}
