// Runs inside the page and says what is wrong with how it is laid out. It knows boxes, not the wall's own words.

/** @param rootSelector what to look at: the page, or what lies open over it. */
export function measure(rootSelector = 'body') {
  const root = document.querySelector(rootSelector);
  if (root === null) return { findings: [`there is no ${rootSelector}`], whole: 0 };
  const SLACK = 1.5;
  const INTERACTIVE = 'button, a[href], select, input, textarea, summary, article';
  const findings = [];

  const named = (element) => {
    const id = element.closest('[data-testid]')?.getAttribute('data-testid');
    const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}${id ? `[${id}]` : ''} "${text}"`;
  };

  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };

  /** What of a box can be seen: every ancestor that clips takes its share; of a line of text so does the element itself (`own`). Null: nothing. */
  function seen(rect, element, own = false) {
    let { left, top, right, bottom } = rect;
    for (let up = element; up !== null && up !== document.body; up = up.parentElement) {
      if (up === element && !own) continue;
      const style = styleOf(up);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const frame = up.getBoundingClientRect();
      left = Math.max(left, frame.left); right = Math.min(right, frame.right);
      top = Math.max(top, frame.top); bottom = Math.min(bottom, frame.bottom);
    }
    return right - left > SLACK && bottom - top > SLACK ? { left, top, right, bottom } : null;
  }

  const hidden = (element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('.unseen') !== null;
  const overlap = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) findings.push(`page scrolls sideways: ${page.scrollWidth} > ${page.clientWidth}`);

  /** Lines of text as drawn, each with the box that it belongs to. */
  const lines = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '' || ['SCRIPT', 'STYLE', 'OPTION'].includes(element.tagName) || hidden(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) lines.push({ element, rect });
    const style = styleOf(element);
    if (style.overflowX !== 'visible' && style.overflowX !== 'auto' && element.scrollWidth > element.clientWidth + SLACK)
      findings.push(`text is cut: ${named(element)} ${element.scrollWidth} > ${element.clientWidth}`);
  }
  for (const drawing of root.querySelectorAll('svg')) if (!hidden(drawing)) lines.push({ element: drawing, rect: drawing.getBoundingClientRect() });

  // A word that runs over the edge of the button, row or card that it stands in.
  for (const { element, rect } of lines) {
    const box = element.closest('button, a[href], article, li, section, header, footer');
    if (box === null || rect.width < SLACK || seen(rect, element, true) === null) continue;
    const edge = box.getBoundingClientRect();
    if (rect.left < edge.left - SLACK || rect.right > edge.right + SLACK) findings.push(`text runs out of its box: ${named(element)}`);
  }

  // Words and drawings over one another inside the same button, row or card.
  const groups = Map.groupBy(lines, ({ element }) => element.closest('button, a[href], article, li') ?? document.body);
  for (const [box, inside] of groups) {
    if (box === document.body) continue;
    pairs(inside, (a, b) => {
      if (a.element !== b.element && overlap(a.rect, b.rect) > 2 && seen(a.rect, a.element, true) && seen(b.rect, b.element, true))
        findings.push(`covered: ${named(a.element)} by ${named(b.element)} in ${named(box)}`);
    });
  }

  const boxes = [...root.querySelectorAll(INTERACTIVE)].filter((one) => !hidden(one))
    .map((element) => ({ element, rect: seen(element.getBoundingClientRect(), element) })).filter(({ rect }) => rect !== null).sort((a, b) => a.rect.top - b.rect.top);
  pairs(boxes, (a, b) => {
    if (!a.element.contains(b.element) && !b.element.contains(a.element) && overlap(a.rect, b.rect) > 2)
      findings.push(`overlap: ${named(a.element)} and ${named(b.element)}`);
  });

  // A button that cannot be pressed with a thumb.
  for (const { element } of boxes) {
    const { width, height } = element.getBoundingClientRect();
    if (element.tagName === 'BUTTON' && (width < 24 || height < 24)) findings.push(`too small to press: ${named(element)} ${Math.round(width)}×${Math.round(height)}`);
  }

  function pairs(items, look) {
    for (let a = 0; a < items.length; a++) for (let b = a + 1; b < items.length; b++) look(items[a], items[b]);
  }

  const whole = [...root.querySelectorAll('[data-testid="alert-card"]')].filter((card) => {
    const rect = card.getBoundingClientRect();
    const list = card.closest('ol').getBoundingClientRect();
    return rect.top >= list.top - SLACK && rect.bottom <= Math.min(list.bottom, innerHeight) + SLACK;
  }).length;
  return { findings: [...new Set(findings)], whole };
}
