import type { SelfDBFunction } from '@selfdb/sdk';
import { type Accessor, createContext, type JSX, useContext } from 'solid-js';

interface FunctionContextValue {
  /** The function of the page. While the page is shown, its id stays the same. */
  fn: Accessor<SelfDBFunction>;
  /** Shows a function that a change has answered, then reads again all that is shown of functions. */
  accept: (changed: SelfDBFunction) => Promise<void>;
}

const FunctionContext = createContext<FunctionContextValue>();

/** Gives the tabs of a function's page the function. */
export function FunctionProvider(props: FunctionContextValue & { children: JSX.Element }) {
  return (
    <FunctionContext.Provider value={{ fn: () => props.fn(), accept: (changed) => props.accept(changed) }}>
      {props.children}
    </FunctionContext.Provider>
  );
}

/** The function of the page. Throws outside of a function's page. */
export function useFunction(): FunctionContextValue {
  const context = useContext(FunctionContext);
  if (!context) throw new Error('useFunction needs the page of a function around it.');
  return context;
}
