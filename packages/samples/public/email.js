import { serviceTenant } from './service-tenant.js';

serviceTenant();
