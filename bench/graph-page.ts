/* Opens a page again and again, and asks it: `graph-page.ts FILE RUNS` prints milliseconds. */
import { launch, open } from '../test/page/browser';

const TRACES = 5;

/** What runs in the page: a question is typed, and its answer is there when the form has been sent. */
const ASK = `(i) => {
  const [url, from] = ['url', 'from'].map((name) => document.querySelector('[name=' + name + ']'));
  url.value = 'http://app-' + i + '.team-' + (i % 20) + '/';
  from.value = 'team-1/app-1-v1';
  const start = performance.now();
  document.querySelector('form').requestSubmit();
  document.body.getBoundingClientRect();
  const outcome = document.querySelector('.outcome:not(.failed)');
  return outcome === null ? -1 : performance.now() - start;
}`;

async function main([file, runs]: string[]): Promise<void> {
  const browser = await launch();
  const opened: number[] = [];
  const traced: number[] = [];
  for (let run = 0; run < Number(runs); run++) {
    const { page } = await open(browser, file);
    opened.push(await page.evaluate<number>('performance.getEntriesByType("navigation")[0].loadEventEnd'));
    // Nobody types faster.
    await page.waitForTimeout(1000);
    for (let i = 0; i < TRACES; i++) {
      const time = await page.evaluate<number>(`(${ASK})(${run * TRACES + i + 2})`);
      if (time < 0) {
        throw new Error('the trace does not arrive');
      }
      traced.push(time);
    }
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify({ opened, traced }));
}

void main(process.argv.slice(2));
