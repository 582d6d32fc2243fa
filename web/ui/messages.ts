/**
 * Every word a reader sees on a page. Plain functions for now, so that a translated catalogue can take their place
 * without a change where they are called.
 */
export const LOCALE = 'en'

const number = new Intl.NumberFormat(LOCALE)
const plural = new Intl.PluralRules(LOCALE)

function counted(count: number, one: string, other: string): string {
  return `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`
}

export const messages = {
  siteName: () => 'Stoa',
  siteDescription: () => 'A marketplace of independent shops. Fill one cart from any of them and pay once.',
  skipToContent: () => 'Skip to content',
  homeLink: () => 'Stoa, home',

  searchLabel: () => 'Search everything for sale',
  searchPlaceholder: () => 'Search all shops',
  searchSubmit: () => 'Search',
  navigationLabel: () => 'Main',
  navigationForSale: () => 'For sale',
  navigationShops: () => 'Shops',

  homeTitle: () => 'Stoa: independent shops, one cart',
  heroTitle: () => 'Many shops under one roof.',
  heroText: () => 'Every shop here is run by the people who make or choose what it sells. Fill one cart from any of them and pay once.',
  heroAction: () => 'See what is for sale',
  shopCount: (count: number) => counted(count, 'shop', 'shops'),
  listingCount: (count: number) => counted(count, 'listing', 'listings'),

  categoriesTitle: () => 'Walk the colonnade',
  categoriesUnavailable: () => 'The categories could not be loaded just now.',
  forSaleTitle: () => 'For sale now',
  forSaleInCategory: (name: string) => name,
  forSaleMatching: (words: string) => `Results for “${words}”`,
  showEverything: () => 'Show everything',
  more: () => 'More',
  listingsEmptyTitle: () => 'Nothing is for sale yet',
  listingsEmptyText: () => 'The first shops are still setting out their goods. Come back in a little while.',
  listingsNoMatchTitle: () => 'No listing matches',
  listingsNoMatchText: () => 'Try fewer words, or walk through the categories above.',
  listingsUnavailableTitle: () => 'The goods could not be loaded',
  listingsUnavailableText: () => 'This is on our side. Try again in a moment.',
  retry: () => 'Try again',

  inStock: () => 'In stock',
  soldOut: () => 'Sold out',
  soldBy: () => 'Sold by',

  shopsTitle: () => 'The shops',
  shopsText: () => 'Each has its own shelves, its own rules and its own front door.',
  shopsEmpty: () => 'No shop has opened yet.',
  shopsUnavailable: () => 'The shops could not be loaded just now.',

  storefrontTitle: (name: string) => `${name} on Stoa`,
  storefrontKicker: () => 'Shop on Stoa',
  storefrontShelves: () => 'On the shelves',
  storefrontEmptyTitle: () => 'The shelves are still empty',
  storefrontEmptyText: (name: string) => `${name} has not put anything up for sale yet.`,

  footerText: () => 'A stoa was the covered walk beside the market, where anyone could set up a stall.',

  notFoundTitle: () => 'This bay is empty',
  notFoundText: () => 'There is no page at this address. It may have moved, or the shop may have closed.',
  errorTitle: () => 'Something broke on our side',
  errorText: () => 'The page could not be put together. Trying again in a moment often helps.',
  backHome: () => 'Back to the market',
  requestId: () => 'Tell support this number if you write to us:',
} as const
