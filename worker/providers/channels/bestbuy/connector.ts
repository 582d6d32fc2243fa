import type { ChannelConnector } from '#worker/domains/channels/ports.ts'

export type BestBuyConfig = {
  BESTBUY_MARKETPLACE_URL: string
  BESTBUY_PRODUCTS_URL: string
  BESTBUY_PRODUCTS_KEY: string
}

export function createBestBuyConnector(_config: BestBuyConfig, _send: typeof fetch): ChannelConnector {
  // UNDER WORK: its owner replaces this file.
  return { key: 'bestbuy' } as ChannelConnector
}
