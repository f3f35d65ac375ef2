import { hkdfSync } from 'node:crypto';

const keyBytes = 32;

/** Keys for the cookies of agents, one for each alias key: every web node of the estate derives the same, and they rotate together. */
export const sessionKeys = (aliasKeys: readonly string[]): string[] =>
  aliasKeys.map((key) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), '', 'agent session', keyBytes)).toString('base64'),
  );
