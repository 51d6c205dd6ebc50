export { type GatewayOptions, optionsFromEnv, withDefaults } from './options.ts';
export { createGateway, type Gateway } from './server/gateway.ts';
