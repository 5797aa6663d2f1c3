import { nodeTitle } from '../lib/report/picture-marks';
import { button, element } from './elements';
import type { PageModel } from './page-model';

/** How many results are listed. */
const FEW = 12;

/** What a search tells the page. */
export interface SearchEvents {
  readonly found: (ids: readonly string[]) => void;
  readonly choose: (id: string) => void;
}

/** Finds nodes by their names and hosts. */
export class Search {
  public readonly root: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly results = element('ul', { class: 'results', 'aria-label': 'Found' });
  private readonly count = element('span', { class: 'quiet', role: 'status' });
  private ids: readonly string[] = [];

  constructor(
    private readonly model: PageModel,
    private readonly events: SearchEvents,
  ) {
    this.input = element('input', {
      type: 'search',
      placeholder: 'Search',
      'aria-label': 'Search nodes by name or host',
      autocomplete: 'off',
      spellcheck: 'false',
    });
    this.input.addEventListener('input', () => this.search());
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && this.ids.length > 0) {
        this.choose(this.ids[0]);
      } else if (event.key === 'Escape') {
        this.input.value = '';
        this.search();
      }
    });
    this.root = element('div', { class: 'search', role: 'search' }, this.input, this.count, this.results);
  }

  public focus(): void {
    this.input.focus();
  }

  private search(): void {
    const words = this.input.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const texts = this.model.data.graph.nodes.map((node) => ({
      id: node.id,
      title: nodeTitle(node),
      text: `${nodeTitle(node)} ${node.host ?? ''}`.toLowerCase(),
    }));
    const found = words.length === 0 ? [] : texts.filter(({ text }) => words.every((word) => text.includes(word)));
    this.ids = found.map(({ id }) => id);
    this.count.textContent = words.length === 0 ? '' : `${found.length} found`;
    this.results.replaceChildren(
      ...found.slice(0, FEW).map(({ id, title }) =>
        element(
          'li',
          {},
          button(title, () => this.choose(id)),
        ),
      ),
    );
    this.events.found(this.ids);
  }

  private choose(id: string): void {
    this.results.replaceChildren();
    this.events.choose(id);
  }
}
