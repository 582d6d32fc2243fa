import type { PaymentIntent } from './objects.ts'
import { browserView } from './payment-intent.ts'
import type { ErrorBody } from './refusal.ts'

/** A refusal as a browser may see it: the intent inside it is cut down like any other. */
export function browserErrorView(body: ErrorBody): ErrorBody {
  if (body.payment_intent === undefined) return body
  return { ...body, payment_intent: browserView(body.payment_intent as PaymentIntent) }
}
