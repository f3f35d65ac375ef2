import type { StartServer } from '../application-server/application-server.js';
import { startMediaServer } from '../media-server/start-media-server.js';
import { FeedReaders } from './feed-readers.js';
import { FeedStore } from './feed-store.js';
import { NetworkClient } from './network-client.js';
import { Publishing } from './publishing.js';
import { socialSchema } from './social-schema.js';
import { networkUrl, settingsOf } from './social-settings.js';

/**
 * Starts a Social Messaging Server. As primary it reads the feeds of its tenants from the social network among its Connections; strategies ask it
 * on its port `default`. Its tenants are those it was started with (MT-4). While it is a backup it reads nothing, and serves nobody (BK-1).
 */
export const startSocialMessagingServer: StartServer = async (surroundings) => {
  const { registration, isBackup, reportWork } = surroundings;
  const media = await startMediaServer(surroundings, socialSchema);
  const network = new NetworkClient(() => networkUrl(registration()));
  const account = (): string => settingsOf(registration()).account;
  const readers = new FeedReaders({
    ...{ ...surroundings, ...media, account, network },
    feeds: () => settingsOf(registration()).feeds,
    pauseMs: () => settingsOf(registration()).pauseMs,
    store: new FeedStore(media.pool, media.name),
  });
  const publishing = new Publishing({ ...media, network, account, feeds: () => readers.feeds });
  await media.serve(publishing.operations);
  if (!isBackup()) readers.open();
  reportWork({ sessions: 0 });
  return {
    async whenIdle() {
      await Promise.all([readers.close(), media.whenIdle()]);
    },
    becomePrimary: () => {
      readers.open();
    },
    becomeBackup: () => void readers.close(),
    configurationChanged: () => {
      readers.configurationChanged();
    },
    shownWork: () => {
      const shown = readers.shown();
      reportWork({ sessions: shown.received });
      const { waiting } = media.submitter;
      return { kind: 'social-messaging-server', ...shown, posted: publishing.posted, waiting };
    },
    async close() {
      await readers.close();
      await media.close();
    },
  };
};
