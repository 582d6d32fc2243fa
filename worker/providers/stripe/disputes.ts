import type Stripe from 'stripe'
import type { DisputeGateway, ProviderDispute } from '#worker/domains/disputes/ports.ts'
import { isUnanswered, PROVIDER_STATUSES, type ProviderStatus } from '#worker/pure/dispute.ts'
import { Problem, Unavailable } from '#worker/pure/problem.ts'
import { fromStripe } from './amounts.ts'
import { ask, isRefusal, needId, needList, reasonOf } from './refusals.ts'

/** 409: the provider, or the bank behind it, does not take this evidence. */
class EvidenceRefused extends Problem {
  constructor(error: Stripe.errors.StripeError) {
    super('evidence_refused', 409, 'The payment provider did not take the evidence.', {
      cause: error,
      extensions: { reason: reasonOf(error), param: error.param ?? null },
    })
  }
}

const PAGE = 100

/** Card disputes at Stripe. https://docs.stripe.com/disputes/api */
export function createDisputeGateway(stripe: Stripe): DisputeGateway {
  const fetchDispute = async (providerRef: string) => describe(await ask('dispute', () => stripe.disputes.retrieve(providerRef)))
  return {
    fetch: fetchDispute,
    async list({ openedSinceMs, after }) {
      const page = await ask('dispute', () =>
        stripe.disputes.list({
          created: { gte: Math.floor(openedSinceMs / 1000) },
          limit: PAGE,
          ...(after === undefined ? {} : { starting_after: after }),
        }),
      )
      return { disputes: needList(page).map(describe), hasMore: page.has_more }
    },
    async uploadFile({ key, name, contentType, bytes }) {
      const file = { data: bytes, name, type: contentType }
      const made = await refusable(() => stripe.files.create({ purpose: 'dispute_evidence', file }, { idempotencyKey: key }))
      return { fileRef: needId(made, 'file_') }
    },
    async submit({ providerRef, evidence }) {
      // Looked at first, always: a bank reads evidence once, and what was sent is under review.
      const now = await fetchDispute(providerRef)
      if (!isUnanswered(now.status)) return now
      const fields = Object.fromEntries(Object.entries(evidence).map(([name, value]) => [toSnake(name), value]))
      return describe(await refusable(() => stripe.disputes.update(providerRef, { evidence: fields, submit: true })))
    },
    async accept(providerRef) {
      try {
        return describe(await stripe.disputes.close(providerRef))
      } catch (error) {
        // Decided meanwhile, or accepted by another try: the state it is in is the answer.
        if (isRefusal(error)) return fetchDispute(providerRef)
        return ask('dispute', () => Promise.reject(error))
      }
    },
  }
}

async function refusable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (isRefusal(error)) throw new EvidenceRefused(error)
    return ask('dispute', () => Promise.reject(error))
  }
}

const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function describe(dispute: Stripe.Dispute): ProviderDispute {
  const amount = fromStripe(dispute.amount, dispute.currency)
  // Money that Stripe moved in another currency than the charge's is in none of our accounts of this one.
  const moved = dispute.balance_transactions.filter(({ currency }) => currency === dispute.currency)
  const sum = (of: (transaction: Stripe.BalanceTransaction) => number) => moved.reduce((total, each) => total + of(each), 0)
  const card = dispute.payment_method_details?.card
  const paymentRef = typeof dispute.payment_intent === 'string' ? dispute.payment_intent : (dispute.payment_intent?.id ?? null)
  return {
    providerRef: needId(dispute, 'dp_', 'du_'),
    paymentRef,
    amount,
    reason: dispute.reason,
    networkCode: card?.network_reason_code ?? '',
    cardBrand: card?.brand ?? '',
    status: statusOf(dispute),
    dueAtMs: dispute.evidence_details.due_by === null ? null : dispute.evidence_details.due_by * 1000,
    openedAtMs: dispute.created * 1000,
    withdrawnMinor: sum(({ amount: minor }) => Math.max(0, -minor)),
    reinstatedMinor: sum(({ amount: minor }) => Math.max(0, minor)),
    feeMinor: sum(({ fee }) => fee),
    submissions: dispute.evidence_details.submission_count,
  }
}

/**
 * `prevented` is of disputes that never came to be: closed as an inquiry is. An appeal is of one that is lost so far. A status
 * we do not know is looked at by a person.
 */
function statusOf({ id, status }: Stripe.Dispute): ProviderStatus {
  const known = PROVIDER_STATUSES.find((each) => each === status)
  if (known) return known
  if (status === 'prevented') return 'warning_closed'
  if (status.startsWith('appeal_')) return 'lost'
  throw new Unavailable('The payment provider', { cause: new Error(`the dispute ${id} is ${status}`) })
}
