import type { ChannelConnector } from '#worker/domains/channels/ports.ts'

export type AmazonConfig = {
  AMAZON_API_URL: string
  AMAZON_CONSENT_URL: string
  AMAZON_LWA_URL: string
  AMAZON_APPLICATION_ID: string
  AMAZON_CLIENT_ID: string
  AMAZON_CLIENT_SECRET: string
  AMAZON_NOTIFICATION_KEY: string
}

export function createAmazonConnector(_config: AmazonConfig, _send: typeof fetch): ChannelConnector {
  // UNDER WORK: its owner replaces this file.
  return { key: 'amazon' } as ChannelConnector
}
