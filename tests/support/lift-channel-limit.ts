import { eq } from 'drizzle-orm'
import { plan } from '#db/platform/schema/plans.ts'
import type { Stack } from '#tests/support/stack.ts'
import { present } from '#worker/pure/assert.ts'

/** Lets every store connect more accounts than the plan everybody has allows. */
export async function liftChannelLimit(stack: Stack): Promise<void> {
  const { platform } = stack.ctx()
  const [free] = await platform.select().from(plan).where(eq(plan.key, 'free'))
  const limits = { ...present(free, 'the plan everybody has').limits, channels: null }
  await platform.update(plan).set({ limits }).where(eq(plan.key, 'free'))
}
