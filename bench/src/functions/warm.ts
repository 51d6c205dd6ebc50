import type { Pair } from '../pairs/pair.ts';
import { userHeaders } from '../pairs/row-by-id.ts';
import { HELLO, openFunctions } from './deploy.ts';

export const warm: Pair = {
  name: 'functions-warm',
  title: "a warm function that answers at once ÷ the API's empty route",
  target: { atLeast: 0.12 },
  figure: 'perSecond',
  open: async (bench, stack) => {
    const deploy = await openFunctions(bench, stack);
    const { path } = await deploy(HELLO);
    const load = { url: bench.instance.apiUrl, headers: userHeaders(bench) };
    return [
      { title: 'warm function', load: { ...load, requests: [{ method: 'GET', path }] } },
      { title: 'empty route', load: { ...load, requests: [{ method: 'GET', path: '/' }] } },
    ];
  },
};
