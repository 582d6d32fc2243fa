import type { ChannelConnectors } from '#worker/domains/channels/ports.ts'
import { createAmazonConnector } from './amazon/connector.ts'
import { createBestBuyConnector } from './bestbuy/connector.ts'
import { createShopifyConnector } from './shopify/connector.ts'

/** What the channels' connectors are configured with; a part of the Worker's configuration. */
export type ChannelsConfig = Parameters<typeof createAmazonConnector>[0] &
  Parameters<typeof createShopifyConnector>[0] &
  Parameters<typeof createBestBuyConnector>[0]

/** Every channel a vendor can connect, one line each. */
export function createChannelConnectors(config: ChannelsConfig, send: typeof fetch): ChannelConnectors {
  return {
    amazon: createAmazonConnector(config, send),
    shopify: createShopifyConnector(config, send),
    bestbuy: createBestBuyConnector(config, send),
  }
}
