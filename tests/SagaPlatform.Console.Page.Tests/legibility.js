// What WCAG AA asks of a page and a machine can measure: contrast of every text (1.4.3), a name for everything one can use (4.1.2).
() => {
  const found = [];
  const parse = text => {
    const n = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    if (text.startsWith('color(srgb')) return [n[0] * 255, n[1] * 255, n[2] * 255, n[3] ?? 1];
    return [n[0], n[1], n[2], n[3] ?? 1];
  };
  const over = (top, below) => top.slice(0, 3).map((x, i) => x * top[3] + below[i] * (1 - top[3])).concat(1);
  const luminance = colour => {
    const [r, g, b] = colour.slice(0, 3).map(x => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = element => {
    const layers = [];
    for (let x = element; x; x = x.parentElement) {
      const colour = parse(getComputedStyle(x).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const seen = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getBoundingClientRect().width > 1;

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    // What is switched off need not be legible; the noscript text is not shown.
    if (!text || element.closest('noscript, script, style, :disabled, [data-disabled], [aria-disabled=true], .skip') || !seen(element)) continue;
    const style = getComputedStyle(element);
    const background = behind(element);
    const colour = over(parse(element instanceof SVGElement ? style.fill : style.color), background);
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700) ? 3 : 4.5;
    const has = ratio(colour, background);
    if (has < wanted - 0.02) found.push(`contrast ${has.toFixed(2)} of "${text.slice(0, 40)}" (${style.color} on ${background.map(Math.round)}, ${element.className})`);
  }

  for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, [role=img]')) {
    if (!seen(element) && element.tagName !== 'INPUT') continue;
    const labels = element.labels ? [...element.labels].map(x => x.textContent).join('') : '';
    const named = element.getAttribute('aria-label') || labels || element.getAttribute('title') || element.textContent.trim()
      || (element.getAttribute('aria-labelledby') ?? '').split(' ').map(x => document.getElementById(x)?.textContent ?? '').join('') || element.closest('[aria-hidden=true]');
    if (!named) found.push(`no name: ${element.outerHTML.slice(0, 120)}`);
  }
  if (document.querySelectorAll('h1').length !== 1) found.push(`${document.querySelectorAll('h1').length} headings of the first level`);
  if (!document.querySelector('main')) found.push('no main landmark');
  if (!document.documentElement.lang) found.push('no language');
  return [...new Set(found)];
}
