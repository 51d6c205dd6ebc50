export { createGateway, type Gateway } from './server/gateway.ts';
export { type GatewayOptions, optionsFromEnv, withDefaults } from './options.ts';
