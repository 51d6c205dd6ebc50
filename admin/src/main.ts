const state = document.querySelector('#state');
const health = await fetch('/api/health');
if (state) state.textContent = health.ok ? 'SelfDB is running.' : 'SelfDB is not well.';

export {};
