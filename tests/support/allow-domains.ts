import { sql } from 'drizzle-orm'
import { plan } from '#db/platform/schema/plans.ts'
import type { Stack } from '#tests/support/stack.ts'

/** Lets every store have so many domains of its own, whatever its plan. */
export async function allowDomains(stack: Stack, count: number): Promise<void> {
  await stack
    .ctx()
    .platform.update(plan)
    .set({ limits: sql`json_set(${plan.limits}, '$.customDomains', ${count})` })
}
