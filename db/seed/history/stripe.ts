import { bindingOf, type SeedTarget } from '../target.ts'

/** The payment provider, as its HTTP API answers. */
export type Stripe = {
  /** @param atMs when it happened; the local stand-in dates everything that comes of the call by it */
  post<T>(path: string, params: Record<string, string>, key: string, atMs?: number): Promise<T>
  get<T>(path: string): Promise<T>
  /** A button of the local stand-in; the real provider has none of them. */
  control<T>(path: string, body: object): Promise<T>
}

/** Speaks to the provider the marketplace is set up with. Refusals are errors, but for those `tolerated` by status. */
export function stripeOf(market: SeedTarget): Stripe {
  const url = bindingOf(market, 'STRIPE_API_URL')
  const authorization = `Bearer ${bindingOf(market, 'STRIPE_SECRET_KEY')}`
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await fetch(`${url}${path}`, init)
    const text = await response.text()
    // 402: the bank declined. That is an answer.
    if (!response.ok && response.status !== 402) throw new Error(`${path} answered ${response.status}: ${text}`)
    return JSON.parse(text === '' ? '{}' : text) as T
  }
  return {
    post: (path, params, key, atMs) => {
      const headers = {
        authorization,
        'content-type': 'application/x-www-form-urlencoded',
        'idempotency-key': key,
        ...(atMs === undefined ? {} : { 'emulator-at-ms': String(atMs) }),
      }
      return ask(path, { method: 'POST', headers, body: new URLSearchParams(params) })
    },
    get: (path) => ask(path, { headers: { authorization } }),
    control: (path, body) =>
      ask(`/_emulator${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }
}
