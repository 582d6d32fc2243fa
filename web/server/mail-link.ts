import { m } from '#messages'
import { problemOf } from './answer.ts'

/** Why a mailed link was not used: it leads nowhere any more, or it may be tried again. */
export type LinkRefusal = { kind: 'dead' } | { kind: 'failed'; error: string }

/** Uses a mailed link up; null if it worked. */
export async function spendLink(
  call: Promise<{ ok: boolean; status: number; json(): Promise<unknown> }>,
  say: Record<string, () => string> = {},
): Promise<LinkRefusal | null> {
  const response = await call
  if (response.ok) return null
  const problem = await problemOf(response)
  if (problem.code === 'link_dead' || problem.status === 422) return { kind: 'dead' }
  return { kind: 'failed', error: say[problem.code]?.() ?? m.ui_try_again_soon() }
}
