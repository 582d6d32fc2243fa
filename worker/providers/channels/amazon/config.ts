export type AmazonConfig = {
  /** With `{region}`: na, eu or fe. */
  AMAZON_API_URL: string
  /** With `{host}`: the Seller Central of the vendor's marketplace. */
  AMAZON_CONSENT_URL: string
  AMAZON_LWA_URL: string
  AMAZON_APPLICATION_ID: string
  AMAZON_CLIENT_ID: string
  AMAZON_CLIENT_SECRET: string
  AMAZON_NOTIFICATION_KEY: string
}
