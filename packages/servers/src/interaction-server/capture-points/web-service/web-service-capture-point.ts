import { resolve } from 'node:path';
import { listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../../../application-server/address-of.js';
import { settingsOf } from '../capture-point-options.js';
import type { StartCapturePoint } from '../kind-of-capture-point.js';
import { secretOf } from '../secret-of-option.js';
import { captureApplication } from './capture-application.js';
import { secretInFile } from './secret-file.js';
import { webServiceSettings } from './web-service-settings.js';

/** Captures what other programs send by HTTP to the Capture Point's own port. */
export const startWebServiceCapturePoint: StartCapturePoint = async (surroundings) => {
  const { application, intake, tally, log, directory } = surroundings;
  const settings = settingsOf(webServiceSettings, application);
  const { port, host } = addressOf({ application }, 'default');
  const variable = settings['secret-variable'];
  const secret =
    variable === undefined
      ? await secretInFile(resolve(directory, settings['secret-file'] ?? ''))
      : secretOf(variable, surroundings);
  const app = captureApplication({
    ...{ intake, tally, log, secret, path: settings.path },
    ...{ mostRequests: settings['most-requests'], longestBytes: settings['longest-bytes'] },
  });
  const listening = await listen(app, port, host);
  return { close: () => listening.close() };
};
