// Looks at the page that is shown: what there is to see, and what is wrong with it. Its value is a text of JSON.
(() => {
  const problems = [];
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const box = (element) => element.getBoundingClientRect();
  const seen = (element) => {
    const { width, height } = box(element);
    const style = getComputedStyle(element);
    return width > 0 && height >= 0 && width + height > 1 && style.visibility === 'visible' && style.display !== 'none';
  };
  const describe = (element) => `${element.tagName}.${element.getAttribute('class')} "${element.textContent.slice(0, 40)}"`;

  // Nothing is wider than the window, and no letter of a chart leaves its panel.
  const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (overflow > 0) problems.push(`the page is ${overflow} px wider than the window`);
  for (const panel of all('.panel')) {
    const { left, right } = box(panel);
    for (const text of all('.chart text', panel)) {
      const b = box(text);
      if (b.left < left - 0.5 || b.right > right + 0.5) problems.push(`outside of its panel: ${describe(text)}`);
    }
  }
  // Names and figures of a bar do not touch, nor do the marks of an axis.
  for (const bar of all('.bar')) {
    const name = box(bar.querySelector('.name'));
    const figure = box(bar.querySelector('.figure'));
    if (name.right > figure.left) problems.push(`name and figure overlap: ${describe(bar)}`);
  }
  for (const chart of all('.chart')) {
    const ticks = all('.tick', chart).map((tick) => ({ tick, b: box(tick) }));
    for (const one of ticks) {
      for (const other of ticks) {
        if (one !== other && one.b.left < other.b.right && other.b.left < one.b.right &&
            one.b.top < other.b.bottom && other.b.top < one.b.bottom) {
          problems.push(`marks overlap: ${one.tick.textContent} and ${other.tick.textContent}`);
        }
      }
    }
  }
  // Who hears the page is told what a chart is, and every id is the only one.
  for (const chart of all('svg.chart')) {
    const title = document.getElementById(chart.getAttribute('aria-labelledby'));
    if (chart.getAttribute('role') !== 'img' || !title || title.tagName !== 'title' || !title.textContent) {
      problems.push(`a chart without a title: ${chart.id}`);
    }
  }
  const ids = all('[id]').map((element) => element.id);
  if (new Set(ids).size !== ids.length) problems.push('an id is there twice');
  for (const link of all('a[href^="#"]')) {
    if (!document.getElementById(link.getAttribute('href').slice(1))) problems.push(`a link to nowhere: ${describe(link)}`);
  }
  for (const table of all('table')) {
    if (!table.caption || all('th[scope]', table).length === 0) problems.push('a table without a caption or heads');
  }

  // Letters are told from what is behind them (WCAG: 4.5), shapes from the panel (3).
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
  for (const [ink, ground, least] of [
    ['--ink', '--panel', 7], ['--ink', '--ground', 7], ['--soft', '--panel', 4.5], ['--soft', '--ground', 4.5],
    ['--accent', '--panel', 4.5],
    ...['w0', 'w1', 'w2', 'w3', 'k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8', 'k9'].map((c) => [`--${c}`, '--panel', 3]),
  ]) {
    const found = contrast(token(ink), token(ground));
    if (!(found >= least)) problems.push(`contrast of ${ink} on ${ground} is ${found}, not ${least}`);
  }

  return JSON.stringify({
    problems,
    overflow,
    barCharts: all('svg.bars').filter(seen).length,
    bars: all('.bars .bar .median').filter(seen).length,
    lineCharts: all('svg.lines').filter(seen).length,
    curves: all('.lines .curve').filter(seen).length,
    dotRows: all('.dots .row').filter(seen).length,
    dots: all('.dots .marker').filter(seen).length,
    tables: all('table').length,
    firstChart: all('.bar', document.querySelector('svg.bars')).map((bar) => ({
      allocator: bar.dataset.allocator,
      width: Math.max(0, ...all('.median', bar).map((median) => box(median).width)),
    })),
  });
})()
