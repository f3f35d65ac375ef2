import { bk1 } from './bk-1-kinds-of-backup.js';
import { bk4 } from './bk-4-pairs.js';
import { cp2 } from './cp-2-hosts-of-pairs.js';
import { cp4 } from './cp-4-kinds-of-capture-points.js';
import { ixn10 } from './ixn-10-agents-on-both-hosts.js';
import { ixn2 } from './ixn-2-balanced-routing-servers.js';
import { ixn6 } from './ixn-6-custom-servers-apart.js';
import { ixn7 } from './ixn-7-one-level-of-clusters.js';
import { ixn8 } from './ixn-8-one-database.js';
import { ixn9 } from './ixn-9-database-changed-meanwhile.js';
import { lb13 } from './lb-13-port-of-connection.js';
import { lb9 } from './lb-9-one-level-of-clusters.js';
import { mt2 } from './mt-2-one-instance-per-tenant.js';
import { mt3 } from './mt-3-one-tenant-each.js';
import { mt4 } from './mt-4-tenants-effective-after-restart.js';
import { mt5 } from './mt-5-at-most-one-per-tenant.js';
import { mt6 } from './mt-6-interaction-server-type.js';
import { mt7 } from './mt-7-one-switch-to-associate.js';
import { mt8 } from './mt-8-capture-point-maps-tenants.js';
import { px2 } from './px-2-too-many-clients.js';
import type { Rule } from './rule.js';
import { sms2 } from './sms-2-numbers-in-one-subset.js';

/** Every rule of the guide that a configuration can break, in the order of the guide. */
export const rules: readonly Rule[] = [
  ...[mt2, mt3, mt4, mt5, mt6, mt7, mt8],
  ...[lb9, lb13],
  ...[ixn2, ixn6, ixn7, ixn8, ixn9, ixn10],
  ...[cp2, cp4, sms2, px2],
  ...[bk1, bk4],
];
