/** Where Amazon's regions answer: `{region}` of AMAZON_API_URL. */
export type Region = 'na' | 'eu' | 'fe'
export type Marketplace = {
  id: string
  country: string
  region: Region
  currency: string
  /** Language of texts, as attributes of listings want it. */
  locale: string
  /** Where its sellers sign in: `{host}` of AMAZON_CONSENT_URL. */
  sellerCentral: string
  site: string
}

const EUROPE = 'sellercentral-europe.amazon.com'

/** https://developer-docs.amazon.com/sp-api/docs/marketplace-ids and .../seller-central-urls */
const TABLE: readonly [
  country: string,
  id: string,
  region: Region,
  currency: string,
  locale: string,
  site: string,
  sellerCentral?: string,
][] = [
  ['US', 'ATVPDKIKX0DER', 'na', 'USD', 'en_US', 'amazon.com'],
  ['CA', 'A2EUQ1WTGCTBG2', 'na', 'CAD', 'en_CA', 'amazon.ca'],
  ['MX', 'A1AM78C64UM0Y8', 'na', 'MXN', 'es_MX', 'amazon.com.mx'],
  ['BR', 'A2Q3Y263D00KWC', 'na', 'BRL', 'pt_BR', 'amazon.com.br'],
  ['IE', 'A28R8C7NBKEWEA', 'eu', 'EUR', 'en_IE', 'amazon.ie'],
  ['ES', 'A1RKKUPIHCS9HS', 'eu', 'EUR', 'es_ES', 'amazon.es', EUROPE],
  ['GB', 'A1F83G8C2ARO7P', 'eu', 'GBP', 'en_GB', 'amazon.co.uk', EUROPE],
  ['FR', 'A13V1IB3VIYZZH', 'eu', 'EUR', 'fr_FR', 'amazon.fr', EUROPE],
  ['BE', 'AMEN7PMS3EDWL', 'eu', 'EUR', 'fr_BE', 'amazon.com.be'],
  ['NL', 'A1805IZSGTT6HS', 'eu', 'EUR', 'nl_NL', 'amazon.nl'],
  ['DE', 'A1PA6795UKMFR9', 'eu', 'EUR', 'de_DE', 'amazon.de', EUROPE],
  ['IT', 'APJ6JRA9NG5V4', 'eu', 'EUR', 'it_IT', 'amazon.it', EUROPE],
  ['SE', 'A2NODRKZP88ZB9', 'eu', 'SEK', 'sv_SE', 'amazon.se'],
  ['PL', 'A1C3SOZRARQ6R3', 'eu', 'PLN', 'pl_PL', 'amazon.pl'],
  ['TR', 'A33AVAJ2PDY3EV', 'eu', 'TRY', 'tr_TR', 'amazon.com.tr'],
  ['SA', 'A17E79C6D8DWNP', 'eu', 'SAR', 'ar_AE', 'amazon.sa'],
  ['AE', 'A2VIGQ35RCS4UG', 'eu', 'AED', 'en_AE', 'amazon.ae'],
  ['EG', 'ARBP9OOSHTCHU', 'eu', 'EGP', 'ar_AE', 'amazon.eg'],
  ['ZA', 'AE08WJ6YKNBMC', 'eu', 'ZAR', 'en_ZA', 'amazon.co.za'],
  ['IN', 'A21TJRUUN4KGV', 'eu', 'INR', 'en_IN', 'amazon.in'],
  ['SG', 'A19VAU5U5O7RUS', 'fe', 'SGD', 'en_SG', 'amazon.sg'],
  ['AU', 'A39IBJ37TRP1C6', 'fe', 'AUD', 'en_AU', 'amazon.com.au'],
  ['JP', 'A1VC38T7YXB528', 'fe', 'JPY', 'ja_JP', 'amazon.co.jp'],
]

export const MARKETPLACES: readonly Marketplace[] = TABLE.map(([country, id, region, currency, locale, site, sellerCentral]) => ({
  ...{ country, id, region, currency, locale, site },
  sellerCentral: sellerCentral ?? `sellercentral.${site}`,
}))

/** The marketplace of a country, or null if there is none. */
export const marketplaceOf = (country: string): Marketplace | null =>
  MARKETPLACES.find((one) => one.country === country.toUpperCase()) ?? null
export const marketplaceById = (id: string): Marketplace | null => MARKETPLACES.find((one) => one.id === id) ?? null
