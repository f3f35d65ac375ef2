import type { Workflow } from '../../workflow/workflow.js';
import type { WantedQueue } from '../interaction-store.js';
import type { RoutingBoard } from './routing-board.js';

/** From so many waiting interactions at a strategy on, none are fetched from the database. */
const enough = 500;

/** The routed queues for whose strategies there is room in memory, and whether there are others. */
export function queuesWithRoom(
  { queues }: Workflow,
  tenants: readonly string[],
  board: Pick<RoutingBoard, 'held'>,
): { readonly queues: readonly WantedQueue[]; readonly isFull: boolean } {
  const all = queues.flatMap(({ name: queue, strategy, tenants: of }) =>
    tenants
      .filter((tenant) => of?.includes(tenant) ?? true)
      .map((tenant) => ({ tenant, queue, held: board.held(tenant, strategy) })),
  );
  const wanted = all
    .filter(({ held }) => held.waiting < enough)
    // Those that are held are in the queue still, and come first.
    .map(({ tenant, queue, held }) => ({ tenant, queue, most: held.waiting + held.pending + enough }));
  return { queues: wanted, isFull: wanted.length < all.length };
}
