import { serviceTenant } from './service-tenant.js';

if (document.getElementById('service') !== null) serviceTenant();
