import Stripe from 'stripe'
import * as v from 'valibot'
import type { ProviderEvent } from '#worker/domains/payments/ports.ts'
import { Problem } from '#worker/pure/problem.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

/** How old, or how far ahead of us, a delivery may be. */
const TOLERANCE_S = (5 * MINUTE_MS) / SECOND_MS
const crypto = Stripe.createSubtleCryptoProvider()

const Event = v.object({
  id: v.pipe(v.string(), v.startsWith('evt_')),
  object: v.literal('event'),
  type: v.string(),
  created: v.number(),
  account: v.nullish(v.string()),
  data: v.object({
    object: v.object({
      id: v.nullish(v.string()),
      object: v.nullish(v.string()),
      payment_intent: v.fallback(
        v.nullish(
          v.union([
            v.string(),
            v.pipe(
              v.object({ id: v.string() }),
              v.transform(({ id }) => id),
            ),
          ]),
        ),
        null,
      ),
    }),
  }),
})

/** 400: the delivery is not the provider's, or not of now. Says no more than that. */
export class InvalidSignature extends Problem {
  constructor(cause?: unknown) {
    super('invalid_signature', 400, 'The signature of this delivery does not hold.', { cause })
  }
}

/**
 * Verifies a delivery with the endpoint's own secret and reads which event it is.
 * @throws InvalidSignature 400; nothing of the payload has been read then
 */
export async function verifyDelivery(payload: string, signature: string | null, secret: string, nowMs: number): Promise<ProviderEvent> {
  // Anybody can sign with an empty key.
  if (secret.trim() === '' || signature === null) throw new InvalidSignature()
  let event: unknown
  try {
    event = await Stripe.webhooks.constructEventAsync(payload, signature, secret, TOLERANCE_S, crypto, nowMs)
  } catch (error) {
    throw new InvalidSignature(error)
  }
  // stripe-node bounds only the age; a delivery from the future could be kept and used whenever it suits.
  if (signedAtS(signature) - nowMs / SECOND_MS > TOLERANCE_S) throw new InvalidSignature()
  const read = v.safeParse(Event, event)
  if (!read.success) throw new Problem('unknown_event', 400, 'This is no event we can read.')
  return describe(read.output)
}

/** The time stripe-node verified: the last `t` of the header. */
function signedAtS(signature: string): number {
  const times = signature.split(',').filter((part) => part.startsWith('t='))
  return Number.parseInt(times.at(-1)?.slice(2) ?? '', 10)
}

function describe({ id, type, created, account, data: { object } }: v.InferOutput<typeof Event>): ProviderEvent {
  // What happens to a charge matters for its payment, which is what we fetch.
  const ofPayment = object.object === 'charge' ? object.payment_intent : null
  const objectId = ofPayment ?? object.id ?? ''
  return { id, type, objectId, accountRef: account ?? null, createdAtMs: created * SECOND_MS }
}
