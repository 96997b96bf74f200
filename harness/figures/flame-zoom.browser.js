/**
 * Runs in report.html: makes its flame graphs answer. A click on a box, or Enter on a found one, zooms so that it fills the
 * width; Escape or the button goes back; what is typed marks all boxes with that name. Everything needed stands in the
 * picture: a box's place in `d`, its name and share in `aria-label`. Texts go in as texts, never as markup.
 */
(() => {
  const LETTER = 6.6;
  const MARK = '#c25bd6';
  const BOX = /^M([\d.]+),([\d.]+)h([\d.]+)/;

  function boxesOf(frames) {
    return [...frames.children].flatMap((path) => {
      const place = BOX.exec(path.getAttribute('d') ?? '');
      if (place === null) return [];
      const [x, y, width] = place.slice(1).map(Number);
      const about = path.getAttribute('aria-label') ?? '';
      const name = about.slice(0, about.lastIndexOf(': '));
      return [{ path, x, y, width, about, name, fill: path.getAttribute('fill') }];
    });
  }

  function control(tag, attributes) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  function enliven(svg) {
    const boxes = boxesOf(svg.querySelector('.flame-frames'));
    const labels = svg.querySelector('.flame-labels');
    const pattern = labels?.firstElementChild;
    const root = boxes[0];
    if (root === undefined || !pattern) return;
    // The hair between neighbours is not part of what they are wide.
    const contains = (outer, inner) =>
      outer.x <= inner.x + 0.6 && inner.x + inner.width <= outer.x + outer.width + 0.6;

    const label = (box, x, width) => {
      const letters = Math.floor((width - 6) / LETTER);
      if (letters < 3) return [];
      const text = pattern.cloneNode(false);
      text.setAttribute('transform', `translate(${x + 3},${box.y + 11})`);
      text.textContent = letters >= box.name.length ? box.name : `${box.name.slice(0, letters - 1)}…`;
      return [text];
    };
    const zoom = (to) => {
      const scale = root.width / to.width;
      const texts = [];
      for (const box of boxes) {
        const below = box.y > to.y && contains(box, to);
        const x = below ? root.x : (box.x - to.x) * scale;
        const width = below ? root.width : box.width * scale;
        const seen = below || (box.y <= to.y && contains(to, box));
        box.path.setAttribute('display', seen ? 'inline' : 'none');
        box.path.setAttribute('opacity', below ? '0.5' : '1');
        box.path.setAttribute('d', `M${x},${box.y}h${width}v15h${-width}Z`);
        if (seen) texts.push(...label(box, x, width));
      }
      labels.replaceChildren(...texts);
      reset.disabled = to === root;
    };

    const bar = control('div', { class: 'flame-bar' });
    const reset = control('button', { type: 'button' });
    reset.textContent = 'Whole graph';
    const search = control('input', { type: 'search', placeholder: 'find a function', 'aria-label': 'find a function' });
    const said = control('output', {});
    bar.append(reset, search, said);
    (svg.closest('.scroll') ?? svg).before(bar);

    const mark = () => {
      const word = search.value.trim();
      const found = word === '' ? [] : boxes.filter(({ name }) => name.includes(word));
      for (const box of boxes) box.path.setAttribute('fill', found.includes(box) ? MARK : box.fill);
      // A box inside another found one is no more of the whole.
      const outer = found.filter((box) => !found.some((other) => other.y > box.y && contains(other, box)));
      const share = outer.reduce((sum, { width }) => sum + width, 0) / root.width;
      said.textContent = word === '' ? '' : `${found.length} boxes, ${(share * 100).toFixed(1)} % of the samples`;
      return outer.sort((a, b) => b.width - a.width)[0];
    };
    reset.addEventListener('click', () => zoom(root));
    search.addEventListener('input', mark);
    search.addEventListener('keydown', ({ key }) => {
      const widest = key === 'Enter' ? mark() : undefined;
      if (widest !== undefined) zoom(widest);
    });
    bar.parentElement.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') zoom(root);
    });
    for (const box of boxes) {
      box.path.addEventListener('click', () => zoom(box));
      box.path.addEventListener('mouseenter', () => {
        said.textContent = box.about;
      });
      const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
      title.textContent = box.about;
      box.path.append(title);
    }
    zoom(root);
  }

  for (const frames of document.querySelectorAll('svg .flame-frames')) enliven(frames.closest('svg'));
})();
