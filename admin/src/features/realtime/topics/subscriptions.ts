import { type Accessor, createMemo, mapArray } from 'solid-js';
import { parseExact } from '../../../ui/format/exact-json.ts';
import type { JoinedTopic } from '../page-state.ts';
import { createSubscription, type Subscription, type SubscriptionSetup } from './subscription.ts';

/** The topics of the page, each joined once. One whose options change is left and joined anew. */
export function createSubscriptions(
  setup: SubscriptionSetup,
  topics: Accessor<JoinedTopic[]>,
): Accessor<Subscription[]> {
  const keys = createMemo(() => topics().map((joined) => JSON.stringify(joined)), [], {
    equals: (a, b) => a.length === b.length && a.every((key, index) => key === b[index]),
  });
  return createMemo(
    mapArray(keys, (key) => {
      const joined = parseExact(key) as JoinedTopic;
      const { since } = joined.options;
      // What the replay sends again would be there twice.
      if (since !== undefined) {
        setup.log.remove(
          ({ topic, cursor }) => topic === joined.topic && cursor !== undefined && cursor > since,
        );
      }
      return createSubscription(setup, joined);
    }),
  );
}
