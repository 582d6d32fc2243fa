import { createCookie } from '@remix-run/cloudflare'
import * as v from 'valibot'
import { entrySchema } from '#web/features/checkout/entry-schema.ts'
import { isId } from '#worker/pure/ids.ts'

const orderGroupId = v.custom<`grp_${string}`>((id) => typeof id === 'string' && isId('orderGroup', id))

/**
 * How far this browser is with its checkout. It is kept in the browser itself, so that a guest who reloads, or comes back
 * from the bank or after a crash, finds everything as it was; it says nothing the guest did not enter, and proves nothing.
 */
const draftSchema = v.object({
  entry: v.optional(entrySchema),
  /** Store -> the delivery chosen there. */
  choices: v.optional(v.record(v.string(), v.string()), {}),
  /** The total shown last, minor units: a page that shows another one says so. */
  seenMinor: v.optional(v.pipe(v.number(), v.integer())),
  /** The checkout that was opened last, and the token of its status link. */
  opened: v.optional(v.object({ orderGroupId, token: v.string() })),
})
export type Draft = v.InferOutput<typeof draftSchema>

const cookie = createCookie('__Host-stoa_checkout', { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: 24 * 3600 })

/** What this browser has of a checkout; an empty draft if nothing, or nothing of ours. */
export async function readDraft(request: Request): Promise<Draft> {
  const found: unknown = await cookie.parse(request.headers.get('cookie')).catch(() => null)
  const read = v.safeParse(draftSchema, found)
  return read.success ? read.output : { choices: {} }
}

export const keepDraft = (draft: Draft): Promise<string> => cookie.serialize(draft)

export const forgetDraft = (): Promise<string> => cookie.serialize('', { maxAge: 0 })
