interface Contract {
  method: string;
  path: string;
  responses: Record<number, { content?: object }>;
}

interface Seen {
  status: number;
  text: string;
  isJson: boolean;
}

/**
 * A function that throws when an answer is a 500, has a status that the contract of its route does not declare, or is
 * something else where only JSON is declared. A request that no contract is for may be answered with anything else.
 */
export function createContractCheck(modules: object[]) {
  const contracts = modules.flatMap((module) => Object.values(module)).filter(isContract);
  if (contracts.length === 0) throw new Error('there is no route contract to check answers by');
  return ({ method, url }: Request, { status, text, isJson }: Seen): void => {
    const { pathname, search } = new URL(url);
    const answer = `${method} ${pathname}${search} answered ${status}`;
    if (status === 500) throw new Error(`${answer} ${text}`);
    const contract = findContract(contracts, method, pathname);
    if (!contract) return;
    const declared = contract.responses[status];
    if (!declared) throw new Error(`${answer}, which the contract does not declare: ${text}`);
    const onlyJson = Object.keys(declared.content ?? {}).join() === 'application/json';
    if (onlyJson && text && !isJson) throw new Error(`${answer} with something else than JSON: ${text}`);
  };
}

function isContract(value: unknown): value is Contract {
  return (
    typeof value === 'object' &&
    value !== null &&
    'method' in value &&
    'path' in value &&
    'responses' in value
  );
}

/** Of several that match, as `/tables/count` does `/tables/{id}` too, the one with the fewest parameters. */
function findContract(contracts: Contract[], method: string, pathname: string): Contract | undefined {
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const bare = pathname.replace(/(?<=.)[/]$/, '');
  return contracts
    .filter((contract) => contract.method === verb && patternOf(contract.path).test(bare))
    .sort((a, b) => parametersIn(a.path) - parametersIn(b.path))[0];
}

/** `{path}` may hold slashes, any other parameter is one segment. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('{path}', '.+').replace(/[{]\w+[}]/g, '[^/]+')}$`);
}

function parametersIn(path: string): number {
  return path.split('{').length - 1;
}
