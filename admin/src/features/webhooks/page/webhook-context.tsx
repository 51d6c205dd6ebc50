import type { Webhook } from '@selfdb/sdk';
import { type Accessor, createContext, type JSX, useContext } from 'solid-js';

interface WebhookContextValue {
  /** The webhook of the page. While the page is shown, its id stays the same. */
  webhook: Accessor<Webhook>;
  /** Shows what the server answered to a change, and reads all lists of webhooks again. */
  accept: (changed: Webhook) => Promise<void>;
}

const WebhookContext = createContext<WebhookContextValue>();

/** Gives the tabs of a webhook's page the webhook. */
export function WebhookProvider(props: WebhookContextValue & { children: JSX.Element }) {
  return (
    <WebhookContext.Provider
      value={{ webhook: () => props.webhook(), accept: (changed) => props.accept(changed) }}
    >
      {props.children}
    </WebhookContext.Provider>
  );
}

/** The webhook of the page. Throws outside of a webhook's page. */
export function useWebhook(): WebhookContextValue {
  const context = useContext(WebhookContext);
  if (!context) throw new Error('useWebhook needs the page of a webhook around it.');
  return context;
}
