export { exampleDeliveries, sendDeliveries } from './deliveries.ts';
export { createTables } from './tables.ts';
export { createWebhook } from './webhook.ts';
