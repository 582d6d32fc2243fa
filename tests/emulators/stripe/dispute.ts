import { move } from './ledger.ts'
import type { Dispute } from './objects.ts'
import { EVIDENCE_FIELDS, EVIDENCE_FILES, withdraw } from './open-dispute.ts'
import { paginate } from './paginate.ts'
import { anything, applyMetadata, type Field, flag, hash, metadata, text, unsettable } from './params.ts'
import { conflictingState, invalidRequest } from './refusal.ts'
import { LISTING, need, type Route, route } from './route.ts'
import type { World } from './world.ts'

const evidenceSpec: Record<string, Field<unknown>> = {
  ...Object.fromEntries(EVIDENCE_FIELDS.map((name) => [name, unsettable(20_000)])),
  enhanced_evidence: anything(),
}
const OPEN: readonly Dispute['status'][] = ['needs_response', 'under_review', 'warning_needs_response', 'warning_under_review']
const ANSWERABLE: readonly Dispute['status'][] = ['needs_response', 'warning_needs_response']

/**
 * Gives the bank's verdict. Won brings back what is gone of the amount (not the fee), also after it was lost: the network
 * thought better of it. And so it may of one that was won: then the amount is taken again.
 * @throws when it is already closed
 */
export function closeDispute(world: World, account: string, dispute: Dispute, verdict: 'won' | 'lost'): Dispute {
  const before = dispute.status
  const isOverturned = (before === 'lost' && verdict === 'won') || (before === 'won' && verdict === 'lost')
  if (!OPEN.includes(before) && !isOverturned) throw conflictingState('This dispute is already closed')
  const inquiry = before.startsWith('warning_')
  dispute.status = inquiry ? 'warning_closed' : verdict
  dispute.evidence_details.due_by = null
  if (verdict === 'won' && !inquiry) reinstate(world, account, dispute)
  if (before === 'won') withdraw(world, account, dispute)
  world.emit(account, 'charge.dispute.closed', dispute, { status: before })
  return dispute
}

/** Gives back what is gone of a dispute's amount, or some of it. @throws when less is gone */
export function reinstate(world: World, account: string, dispute: Dispute, asked?: number): void {
  const moved = dispute.balance_transactions as { amount: number }[]
  const gone = -moved.reduce((sum, each) => sum + each.amount, 0)
  const amount = asked ?? gone
  if (amount < 1 || amount > gone) throw conflictingState(`Of this dispute ${gone} is gone, not ${amount}.`)
  const transaction = move(world, account, {
    amount,
    currency: dispute.currency,
    type: 'adjustment',
    category: 'dispute_reversal',
    source: dispute.id,
    description: `Chargeback reversal for ${dispute.charge}`,
  })
  dispute.balance_transactions.push(structuredClone(transaction))
  world.emit(account, 'charge.dispute.funds_reinstated', dispute)
}

/** The time to answer is over: an unanswered chargeback is lost, an unanswered inquiry closed. Calling it again changes nothing. */
export function lapseDispute(world: World, account: string, id: string): void {
  const dispute = world.tables.disputes.find(account, id)
  const due = dispute?.evidence_details.due_by
  if (dispute === undefined || !ANSWERABLE.includes(dispute.status) || due == null || due > world.clock.nowS()) return
  dispute.evidence_details.past_due = true
  closeDispute(world, account, dispute, 'lost')
}

/** The text that, as `uncategorized_text`, makes the test bank decide at once. https://docs.stripe.com/testing#disputes */
const VERDICTS: Readonly<Record<string, 'won' | 'lost'>> = { winning_evidence: 'won', losing_evidence: 'lost' }

function submit(world: World, account: string, dispute: Dispute): void {
  dispute.evidence_details.submission_count += 1
  dispute.status = dispute.status.startsWith('warning_') ? 'warning_under_review' : 'under_review'
  world.emit(account, 'charge.dispute.updated', dispute)
  const verdict = VERDICTS[String(dispute.evidence.uncategorized_text)]
  if (verdict !== undefined) closeDispute(world, account, dispute, verdict)
}

const TEXT_MAX = 150_000

/** @throws 400 for a file that is not there or was uploaded for something else, and for more text than a bank reads */
function checkEvidence(world: World, account: string, evidence: Readonly<Record<string, unknown>>): void {
  let length = 0
  for (const [name, value] of Object.entries(evidence)) {
    if (typeof value !== 'string') continue
    if (!EVIDENCE_FILES.has(name)) {
      length += value.length
    } else if (world.tables.files.find(account, value)?.purpose !== 'dispute_evidence') {
      throw invalidRequest(`No such file upload: '${value}'`, { code: 'resource_missing', param: `evidence[${name}]` })
    }
  }
  if (length > TEXT_MAX) throw invalidRequest(`Evidence may have at most ${TEXT_MAX} characters together.`, { param: 'evidence' })
}

export const disputeRoutes: readonly Route[] = [
  route('GET', '/v1/disputes', { ...LISTING, charge: text(), payment_intent: text() }, ({ world, account, params }) => {
    const matching = world.tables.disputes
      .newestFirst(account)
      .filter(
        (dispute) =>
          (params.charge ?? dispute.charge) === dispute.charge &&
          (params.payment_intent ?? dispute.payment_intent) === dispute.payment_intent,
      )
    return paginate(matching, params, '/v1/disputes', 'dispute')
  }),
  route('GET', '/v1/disputes/:dispute', {}, ({ world, account, id }) =>
    need(world.tables.disputes, account, id('dispute'), 'dispute', 'dispute'),
  ),
  route(
    'POST',
    '/v1/disputes/:dispute',
    { evidence: hash(evidenceSpec), metadata: metadata(), submit: flag() },
    ({ world, account, id, params }) => {
      const dispute = need(world.tables.disputes, account, id('dispute'), 'dispute', 'dispute')
      if (params.evidence !== undefined) {
        if (!ANSWERABLE.includes(dispute.status)) {
          throw conflictingState(`This dispute has a status of ${dispute.status}, so its evidence can no longer be changed.`, {
            param: 'evidence',
          })
        }
        checkEvidence(world, account, params.evidence)
        for (const [name, value] of Object.entries(params.evidence)) if (value !== undefined) dispute.evidence[name] = value
        dispute.evidence_details.has_evidence = EVIDENCE_FIELDS.some((name) => dispute.evidence[name] !== null)
      }
      dispute.metadata = applyMetadata(dispute.metadata, params.metadata)
      // The provider submits by default as soon as evidence is given.
      if (params.submit ?? params.evidence !== undefined) submit(world, account, dispute)
      else world.emit(account, 'charge.dispute.updated', dispute)
      return dispute
    },
  ),
  route('POST', '/v1/disputes/:dispute/close', {}, ({ world, account, id }) =>
    closeDispute(world, account, need(world.tables.disputes, account, id('dispute'), 'dispute', 'dispute'), 'lost'),
  ),
]
