import type { ChannelConnector } from '#worker/domains/channels/ports.ts'

export type ShopifyConfig = {
  SHOPIFY_SHOP_URL: string
  SHOPIFY_CLIENT_ID: string
  SHOPIFY_CLIENT_SECRET: string
  SHOPIFY_CLIENT_SECRET_OLD?: string | undefined
}

export function createShopifyConnector(_config: ShopifyConfig, _send: typeof fetch): ChannelConnector {
  // UNDER WORK: its owner replaces this file.
  return { key: 'shopify' } as ChannelConnector
}
