import type { StartServer } from '../application-server/application-server.js';
import { startMediaServer } from '../media-server/start-media-server.js';
import { NumberSubsets } from './number-subsets.js';
import { sendSms } from './send-sms.js';
import { SmsChannel } from './sms-channel.js';
import { smsSchema } from './sms-schema.js';
import { settingsOf } from './sms-server-settings.js';

/**
 * Starts an SMS Server. As primary it is bound to the SMS Center among its Connections and takes the messages of its numbers (SMS-1); strategies
 * ask it on its port `default`. Its tenants are those it was started with (MT-4). While it is a backup it is not bound, and serves nobody (BK-1).
 */
export const startSmsServer: StartServer = async (surroundings) => {
  const { registration, clock, isBackup, reportWork } = surroundings;
  const media = await startMediaServer(surroundings, smsSchema);
  const subsets = new NumberSubsets({
    own: () => registration().application,
    tenants: media.tenants,
    servers: () => media.configuration.applications({ type: 'SMSServer' }),
  });
  const channel = new SmsChannel({
    ...{ ...surroundings, ...media, subsets },
    onReceived: (sessions) => {
      reportWork({ sessions });
    },
  });
  const operation = sendSms({
    ...{ store: channel.outgoingStore, askDatabase: media.askDatabase, subsets, clock },
    country: () => settingsOf(registration()).country,
    onAdded: () => {
      channel.send();
    },
  });
  await media.serve({ 'send-sms': operation });
  if (!isBackup()) channel.open();
  reportWork({ sessions: 0 });
  return {
    async whenIdle() {
      await Promise.all([channel.whenIdle(), media.whenIdle()]);
    },
    becomePrimary: () => {
      channel.open();
    },
    becomeBackup: () => void channel.leave(),
    configurationChanged: () => {
      channel.configurationChanged();
    },
    shownWork: () => channel.shownWork(),
    async close() {
      await channel.close();
      await media.close();
    },
  };
};
