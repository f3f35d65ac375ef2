import type { CapturePointOfServer } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import type { z } from 'zod';
import { commonSettings } from './capture-point-options.js';
import { Intake } from './intake/intake.js';
import type { IntakeOptions } from './intake/intake.js';

export interface IntakeSurroundings extends Pick<IntakeOptions, 'claims' | 'askDatabase' | 'submit'> {
  readonly tenants: () => readonly string[];
}

const nothingSaid: z.infer<typeof tenantSettings> = { 'tenant-attribute': [] };
const tenantSettings = commonSettings.omit({ 'capture-point-type': true });

/**
 * The intake of a Capture Point. Tenants are the primary's (LB-14), as far as its Interaction Server serves them; options are those of the
 * one that runs. Wrong options are told when it is started.
 */
export function intakeOf({ application, primary }: CapturePointOfServer, surroundings: IntakeSurroundings): Intake {
  const { tenants, ...others } = surroundings;
  const settings = tenantSettings.safeParse(application.options.settings ?? {}).data ?? nothingSaid;
  const served = tenants();
  return new Intake({
    ...others,
    capturePoint: { name: primary.name, dbid: primary.dbid },
    mapping: {
      attributes: settings['tenant-attribute'],
      values: application.options.tenants ?? {},
      defaultTenant: settings['default-tenant'],
      tenants: primary.tenants.length === 0 ? served : served.filter((tenant) => primary.tenants.includes(tenant)),
    },
    defaults: { media: settings.media, queue: settings.queue, service: settings.service },
  });
}

export const typeOf = ({ options }: Application): string => options.settings?.['capture-point-type'] ?? 'unknown';
