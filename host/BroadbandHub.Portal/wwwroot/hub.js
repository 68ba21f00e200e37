// Comfort only: every page works without it.
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
  const search = document.getElementById('hub-search');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// After a refused form the reader begins at the summary.
document.querySelector('.hub-summary')?.focus();

// A form is sent once.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent));

// Opening one confirmation closes the others; Escape closes it.
document.addEventListener('toggle', event => {
  if (!event.target.matches?.('details.hub-confirm[open]')) return;
  document.querySelectorAll('details.hub-confirm[open]').forEach(other => { if (other !== event.target) other.open = false; });
}, true);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') document.querySelectorAll('details.hub-confirm[open]').forEach(box => { box.open = false; });
});

// A click on an id copies it.
document.addEventListener('click', event => {
  const id = event.target.closest?.('code.hub-id');
  if (id) navigator.clipboard?.writeText(id.textContent).catch(() => { });
});
