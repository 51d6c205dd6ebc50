// Runs before the first paint, so that no page flashes in the other theme. A file, because the policy allows no inline script.
(() => {
  const chosen = localStorage.getItem('selfdb.theme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
