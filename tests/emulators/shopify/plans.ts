/** Points a second, and as many at once as twenty seconds give: 2000 on the smallest plan. */
export const PLANS = {
  Basic: { perSecond: 100, capacity: 2_000 },
  Advanced: { perSecond: 200, capacity: 4_000 },
  Plus: { perSecond: 1_000, capacity: 20_000 },
} as const
export type ShopifyPlan = keyof typeof PLANS
