/** Whether something is so; `maybe` where what is known does not tell. */
export type Answer = 'yes' | 'no' | 'maybe';

export function any(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

export function all(answers: readonly Answer[]): Answer {
  return answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
}

export function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'maybe';
}

export function answer(is: boolean): Answer {
  return is ? 'yes' : 'no';
}
