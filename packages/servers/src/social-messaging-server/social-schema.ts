import { setAsideSchema } from '../media-server/set-aside-store.js';

/** The tables of the Social Messaging Servers. */
export const socialSchema = [
  ...setAsideSchema,
  `CREATE TABLE IF NOT EXISTS social_feed (
     application text NOT NULL,
     feed text NOT NULL,
     last_post text NOT NULL,
     changed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (application, feed)
   )`,
  `CREATE TABLE IF NOT EXISTS social_published (
     request_id text PRIMARY KEY,
     tenant text NOT NULL,
     feed text NOT NULL,
     text text NOT NULL,
     post_id text NOT NULL,
     published_at timestamptz NOT NULL DEFAULT now()
   )`,
];
