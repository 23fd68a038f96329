import { CreateOrganisationAndRegisters1700000000001 } from './migrations/0001-create-organisation-and-registers.js';
import { CreateStaff1700000000002 } from './migrations/0002-create-staff.js';
import { CreateSubscriptions1700000000003 } from './migrations/0003-create-subscriptions.js';
import { CreateCampaignsAndNotices1700000000004 } from './migrations/0004-create-campaigns-and-notices.js';
import { CreateDeliveries1700000000005 } from './migrations/0005-create-deliveries.js';

/** Every migration, in the order in which it runs. Forward only. */
export const migrations = [
  CreateOrganisationAndRegisters1700000000001,
  CreateStaff1700000000002,
  CreateSubscriptions1700000000003,
  CreateCampaignsAndNotices1700000000004,
  CreateDeliveries1700000000005,
];
