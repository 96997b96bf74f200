/**
 * Runs in report.html: opens the details that a link leads into, filters them by words, shows in the contents where the reader is, gives
 * tables as Markdown, LaTeX or CSV, and says what a mark of a figure stands for. Texts go in as texts, never as markup.
 */
(() => {
  const make = (tag, attributes, text = '') => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  function reveal() {
    let id = '';
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id === '' ? null : document.getElementById(id);
    if (target === null) return;
    for (let at = target; at !== null; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target.scrollIntoView();
  }
  addEventListener('hashchange', reveal);
  reveal();

  const nav = document.querySelector('nav');
  const parts = [...document.querySelectorAll('main > details, main > details > details')];
  if (nav !== null && parts.length > 1) {
    const filter = make('input', { type: 'search', class: 'filter', placeholder: 'filter tables and figures', 'aria-label': 'filter tables and figures' });
    const texts = new Map(parts.map((part) => [part, part.textContent.toLowerCase()]));
    filter.addEventListener('input', () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
      for (const part of parts) {
        part.hidden = !words.every((word) => texts.get(part).includes(word));
        if (words.length > 0 && part.querySelector(':scope > details') !== null) part.open = !part.hidden;
      }
    });
    nav.prepend(filter);
  }

  const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.getAttribute('href').slice(1), link]));
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter((place) => place !== null);
  const mark = () => {
    const above = places.filter((place) => place.offsetParent !== null && place.getBoundingClientRect().top < 120);
    for (const link of links.values()) link.removeAttribute('aria-current');
    const here = above.length > 0 && links.get(above[above.length - 1].id);
    if (here) here.setAttribute('aria-current', 'location');
  };
  let waits = false;
  addEventListener('scroll', () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      mark();
    });
  }, { passive: true });

  const cells = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\s+/g, ' ')));
  const latex = (text) => text.replace(/[\\{}$&#%_^~]/g, (sign) =>
    sign === '\\' ? '\\textbackslash{}' : sign === '^' ? '\\textasciicircum{}' : sign === '~' ? '\\textasciitilde{}' : `\\${sign}`);
  // A spreadsheet takes what begins like this for a formula.
  const field = (text) => `"${/^[=+@\t-]/.test(text) && !/^-?[\d.,]+$/.test(text) ? `'${text}` : text}"`.replace(/(?!^)"(?!$)/g, '""');
  const FORMATS = {
    Markdown: ([head, ...rows]) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((text) => text.replace(/[\\|]/g, '\\$&')).join(' | ')} |`).join('\n'),
    LaTeX: (rows) => [`\\begin{tabular}{${'l'.repeat(rows[0].length)}}`, ...rows.map((row) => `${row.map(latex).join(' & ')} \\\\`), '\\end{tabular}'].join('\n'),
    CSV: (rows) => rows.map((row) => row.map(field).join(',')).join('\n'),
  };
  if (navigator.clipboard) {
    for (const table of document.querySelectorAll('main table')) {
      const bar = make('div', { class: 'copy' });
      for (const [name, write] of Object.entries(FORMATS)) {
        const button = make('button', { type: 'button', tabindex: '-1' }, name);
        button.addEventListener('click', () => navigator.clipboard.writeText(`${write(cells(table))}\n`).then(() => { button.textContent = 'copied'; }));
        bar.append(button);
      }
      table.closest('.scroll').before(bar);
    }
  }

  // Hundreds of columns would stand between a reader's Tab and the next link.
  addEventListener('load', () => {
    for (const head of document.querySelectorAll('.sortable th')) head.setAttribute('tabindex', '-1');
  });

  const NAMESPACE = 'http://www.w3.org/2000/svg';
  for (const svg of document.querySelectorAll('figure svg[data-names]')) {
    const [names, values] = [svg.dataset.names, svg.dataset.values].map((list) => list.split('\n'));
    for (const shape of svg.querySelectorAll('[data-at]')) {
      const title = document.createElementNS(NAMESPACE, 'title');
      const parts = shape.dataset.at.split(' ').map((place) => place.split('.'));
      title.textContent = parts.map(([name, value]) => (names[name] === '' ? '' : `${names[name]}: `) + values[value]).join('\n');
      shape.append(title);
    }
  }
})();
