/** Within so long of its return a control server is followed again: 5 s, and the longest pause between two attempts, which is the jitter. ms */
export const returnLimitMs = 5_000 + 12_000;

/** Within so long it is known that a control server is lost: its heartbeat, and the silence that is taken for its end. ms */
export const staleLimitMs = 30_000;
