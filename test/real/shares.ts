/** Chance that a share which is as promised lies outside of the bounds. */
const ERROR = 1e-6;

/** How often something with a probability happens in so many tries: two-sided binomial bounds. */
export function bounds(tries: number, probability: number): { least: number; most: number } {
  if (probability <= 0 || probability >= 1) {
    return { least: tries * probability, most: tries * probability };
  }
  let least = 0;
  for (
    let below = term(tries, 0, probability);
    below <= ERROR / 2 && least < tries;
    below += term(tries, least, probability)
  ) {
    least++;
  }
  let most = tries;
  for (
    let above = term(tries, tries, probability);
    above <= ERROR / 2 && most > 0;
    above += term(tries, most, probability)
  ) {
    most--;
  }
  return { least, most };
}

/** Probability of exactly so many. */
function term(tries: number, times: number, probability: number): number {
  return Math.exp(
    logFactorial(tries) -
      logFactorial(times) -
      logFactorial(tries - times) +
      times * Math.log(probability) +
      (tries - times) * Math.log(1 - probability),
  );
}

const LOG_FACTORIALS = [0];

function logFactorial(n: number): number {
  for (let i = LOG_FACTORIALS.length; i <= n; i++) {
    LOG_FACTORIALS.push(LOG_FACTORIALS[i - 1] + Math.log(i));
  }
  return LOG_FACTORIALS[n];
}
