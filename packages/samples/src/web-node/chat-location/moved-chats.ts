import { LRUCache } from 'lru-cache';
import { placeKey } from './chat-place.js';
import type { ChatPlace } from './chat-place.js';

const mostChats = 20_000;
const mostFormer = 8;

interface Move {
  readonly present: string;
  readonly former: readonly string[];
}

/** Chats that are no longer where an alias says, so that who goes on using an old alias pays for the search once. */
export class MovedChats {
  readonly #moves = new LRUCache<string, Move>({ max: mostChats });

  /** The aliases to try, the likeliest first: an alias that the chat had before is not tried again. */
  candidates(place: ChatPlace): readonly string[] {
    const move = this.#moves.get(placeKey(place));
    if (move === undefined || move.present === place.alias) return [place.alias];
    return move.former.includes(place.alias) ? [move.present] : [place.alias, move.present];
  }

  /** The chat was found under `present`. */
  found(place: ChatPlace, present: string): void {
    const key = placeKey(place);
    const move = this.#moves.get(key);
    if (move?.present === present && (place.alias === present || move.former.includes(place.alias))) return;
    if (move === undefined && place.alias === present) return;
    const former = new Set([...(move?.former ?? []), ...(move === undefined ? [] : [move.present]), place.alias]);
    former.delete(present);
    this.#moves.set(key, { present, former: [...former].slice(-mostFormer) });
  }
}
