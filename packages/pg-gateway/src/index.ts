export { createGateway, type Gateway } from './gateway.ts';
export { type GatewayOptions, optionsFromEnv, withDefaults } from './options.ts';
