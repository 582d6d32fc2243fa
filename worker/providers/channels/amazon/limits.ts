import type { Limit } from '#worker/domains/channels/ports.ts'

/** Rate a second and burst of each operation, per account and application, as the models document them. */
export const DOCUMENTED = {
  searchOrders: { perSecond: 0.0056, capacity: 20 },
  getOrder: { perSecond: 0.5, capacity: 30 },
  confirmShipment: { perSecond: 2, capacity: 10 },
  searchListingsItems: { perSecond: 5, capacity: 5 },
  getListingsItem: { perSecond: 5, capacity: 10 },
  patchListingsItem: { perSecond: 5, capacity: 5 },
  putListingsItem: { perSecond: 5, capacity: 10 },
  deleteListingsItem: { perSecond: 5, capacity: 5 },
  searchCatalogItems: { perSecond: 2, capacity: 2 },
  getCompetitiveSummary: { perSecond: 0.033, capacity: 1 },
  createFeedDocument: { perSecond: 0.5, capacity: 15 },
  createFeed: { perSecond: 0.0083, capacity: 15 },
  getFeed: { perSecond: 2, capacity: 15 },
  getFeeds: { perSecond: 0.0222, capacity: 10 },
  getFeedDocument: { perSecond: 0.0222, capacity: 10 },
  createReport: { perSecond: 0.0167, capacity: 15 },
  getReport: { perSecond: 2, capacity: 15 },
  getReportDocument: { perSecond: 0.0167, capacity: 15 },
  getInventorySummaries: { perSecond: 2, capacity: 2 },
  getMyFeesEstimates: { perSecond: 0.5, capacity: 1 },
  getMarketplaceParticipations: { perSecond: 0.016, capacity: 15 },
  getDestinations: { perSecond: 1, capacity: 5 },
  getSubscription: { perSecond: 1, capacity: 5 },
  createSubscription: { perSecond: 1, capacity: 5 },
  deleteSubscriptionById: { perSecond: 1, capacity: 5 },
} as const satisfies Record<string, Limit>

export type Operation = keyof typeof DOCUMENTED

/**
 * What we allow ourselves: one less at once, where there are some. Calls take longer to arrive one time than another, so a bucket that is used to its last
 * unit here may lack a hair of one there. An answer's `x-amzn-RateLimit-Limit` corrects the rate.
 */
export const LIMITS = Object.fromEntries(
  Object.entries(DOCUMENTED).map(([operation, { perSecond, capacity }]) => [
    operation,
    { perSecond, capacity: capacity > 3 ? capacity - 1 : capacity },
  ]),
) as Readonly<Record<Operation, Limit>>
