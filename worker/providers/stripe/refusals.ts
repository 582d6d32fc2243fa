import Stripe from 'stripe'
import { NotFound, Problem, Unavailable } from '#worker/pure/problem.ts'

/** Runs a call to Stripe; what it throws leaves in our words. `what` names the record a 404 is about. */
export async function ask<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw inOurWords(what, error)
  }
}

/** The id Stripe gave, or Unavailable: stripe-node takes any JSON without an `error` for a success, a proxy's 404 included. */
export function needId({ id }: { id?: unknown }, ...prefixes: string[]): string {
  if (typeof id === 'string' && prefixes.some((prefix) => id.startsWith(prefix))) return id
  throw new Unavailable('The payment provider', { cause: new Error(`an answer without an id ${prefixes.join(' or ')}…`) })
}

/** The address Stripe gave, or Unavailable, for the same reason. */
export function needUrl({ url }: { url?: unknown }): string {
  if (typeof url === 'string' && URL.canParse(url)) return url
  throw new Unavailable('The payment provider', { cause: new Error('an answer without an address') })
}

/** The entries of a list, or Unavailable: "nothing there" must never be read out of an answer that is no list. */
export function needList<T>(answer: { data?: T[] }): T[] {
  if (Array.isArray(answer.data)) return answer.data
  throw new Unavailable('The payment provider', { cause: new Error('an answer that is no list') })
}

/** The machine-readable reason of a refusal by Stripe, e.g. `balance_insufficient`; '' if there is none. */
export function reasonOf(error: unknown): string {
  return error instanceof Stripe.errors.StripeError ? (error.code ?? error.rawType ?? '') : ''
}

/** True where Stripe understood the request and said no: repeating it changes nothing. */
export function isRefusal(error: unknown): error is Stripe.errors.StripeError {
  return (
    error instanceof Stripe.errors.StripeError &&
    !isTransient(error) &&
    error.statusCode !== undefined &&
    error.statusCode < 500 &&
    !isOurs(error)
  )
}

/** Wrong keys and reused idempotency keys are mistakes of ours, no refusal of what was asked. */
function isOurs(error: Stripe.errors.StripeError): boolean {
  return error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripeIdempotencyError
}

/** True where the same call may succeed later, or may have succeeded already: no connection, too many calls, 5xx, a lock. */
function isTransient(error: Stripe.errors.StripeError): boolean {
  if (error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeRateLimitError) return true
  return error.statusCode === undefined || error.statusCode >= 500 || error.statusCode === 429 || error.statusCode === 409
}

function inOurWords(what: string, error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error
  if (isTransient(error)) return new Unavailable('The payment provider', { cause: error })
  if (error.statusCode === 404 || error.code === 'resource_missing') return new NotFound(what)
  return new Problem('payment_provider_failed', 502, 'The payment provider did not accept our request.', { cause: error })
}
