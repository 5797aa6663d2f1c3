import { element } from './elements';

/** Panels of which one is shown. */
export class Tabs {
  public readonly root: HTMLElement;
  private readonly tabs: readonly HTMLButtonElement[];
  private readonly panels: readonly HTMLElement[];

  constructor(private readonly parts: readonly { readonly title: string; readonly content: HTMLElement }[]) {
    this.tabs = parts.map(({ title }, i) =>
      element('button', { type: 'button', role: 'tab', id: `tab-${i}`, 'aria-controls': `panel-${i}` }, title),
    );
    this.panels = parts.map(({ content }, i) =>
      element('section', { role: 'tabpanel', id: `panel-${i}`, 'aria-labelledby': `tab-${i}` }, content),
    );
    this.tabs.forEach((tab, i) => {
      tab.addEventListener('click', () => this.showAt(i));
      tab.addEventListener('keydown', ({ key }) => {
        const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
        if (step !== 0) {
          const next = (i + step + this.tabs.length) % this.tabs.length;
          this.showAt(next);
          this.tabs[next].focus();
        }
      });
    });
    this.root = element('div', { class: 'tabs' }, element('div', { role: 'tablist' }, ...this.tabs), ...this.panels);
    this.showAt(0);
  }

  public show(content: HTMLElement): void {
    this.showAt(this.parts.findIndex((part) => part.content === content));
  }

  private showAt(place: number): void {
    this.tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === place));
      tab.setAttribute('tabindex', i === place ? '0' : '-1');
      this.panels[i].hidden = i !== place;
    });
  }
}
