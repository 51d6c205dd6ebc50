import { render } from 'solid-js/web';
import { App } from './app/app.tsx';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with the id root.');
render(() => <App />, root);
