import { commonSettings, settingsOf } from './capture-point-options.js';
import { startDatabaseCapturePoint } from './database/database-capture-point.js';
import { startFileCapturePoint } from './file/file-capture-point.js';
import { startJmsCapturePoint } from './jms/jms-capture-point.js';
import type { StartCapturePoint } from './kind-of-capture-point.js';
import { startWebServiceCapturePoint } from './web-service/web-service-capture-point.js';

const kinds = {
  file: startFileCapturePoint,
  database: startDatabaseCapturePoint,
  'web-service': startWebServiceCapturePoint,
  jms: startJmsCapturePoint,
} as const;

/** Starts a Capture Point of the kind that its options say (CP-4). */
export const startCapturePoint: StartCapturePoint = async (surroundings) => {
  const settings = settingsOf(commonSettings, surroundings.application);
  return kinds[settings['capture-point-type']](surroundings);
};
