// The page says all it has to say without this. It adds: one allocator brought out in all drawings, light or dark by a button,
// tables unfolded on paper.
const root = document.documentElement;
let chosen = null;

function bringOut(allocator) {
  chosen = chosen === allocator ? null : allocator;
  for (const part of document.querySelectorAll('.chart [data-allocator]')) {
    part.classList.toggle('dim', chosen !== null && part.dataset.allocator !== chosen);
  }
  for (const button of document.querySelectorAll('.legend button')) {
    button.setAttribute('aria-pressed', String(button.dataset.allocator === chosen));
  }
}

for (const button of document.querySelectorAll('.legend button')) {
  button.addEventListener('click', () => bringOut(button.dataset.allocator));
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && chosen !== null) {
    bringOut(chosen);
  }
});

const theme = document.getElementById('theme');
theme.hidden = false;
theme.addEventListener('click', () => {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});

addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details:not([open])')) {
    folded.open = true;
    folded.dataset.unfolded = '';
  }
});
addEventListener('afterprint', () => {
  for (const folded of document.querySelectorAll('details[data-unfolded]')) {
    folded.open = false;
    delete folded.dataset.unfolded;
  }
});
