import type { FormNode } from './form.ts'
import type { Metadata } from './params.ts'
import type { World } from './world.ts'

export type CapabilityState = 'active' | 'inactive' | 'pending'
export type BankAccount = {
  id: string
  object: 'bank_account'
  account: string
  account_holder_name: string | null
  account_holder_type: 'individual' | 'company' | null
  account_type: null
  available_payout_methods: ['standard']
  bank_name: string
  country: string
  currency: string
  default_for_currency: boolean
  fingerprint: string
  last4: string
  metadata: Metadata
  routing_number: string | null
  status: 'new' | 'errored'
}

export type Requirements = {
  alternatives: never[]
  current_deadline: number | null
  currently_due: string[]
  disabled_reason: string | null
  errors: { code: string; reason: string; requirement: string }[]
  eventually_due: string[]
  past_due: string[]
  pending_verification: string[]
}

/** A connected account. `external_accounts` is a stored list, as the provider includes it in full. */
export type Account = {
  id: string
  object: 'account'
  business_profile: Record<string, unknown>
  business_type: string | null
  capabilities: Record<string, CapabilityState>
  charges_enabled: boolean
  controller: Record<string, unknown>
  country: string
  created: number
  default_currency: string
  details_submitted: boolean
  email: string | null
  external_accounts: { object: 'list'; data: BankAccount[]; has_more: false; url: string }
  future_requirements: Requirements
  metadata: Metadata
  payouts_enabled: boolean
  requirements: Requirements
  settings: Record<string, unknown> & {
    payouts: { debit_negative_balances: boolean; schedule: Record<string, unknown>; statement_descriptor: null }
  }
  tos_acceptance: { date: number | null; ip?: string | null; user_agent?: string | null }
  type: 'express' | 'standard' | 'custom' | 'none'
}

/** What onboarding asks for. */
const ASKED = [
  'business_profile.url',
  'business_type',
  'external_account',
  'representative.first_name',
  'representative.last_name',
  'tos_acceptance.date',
  'tos_acceptance.ip',
]

export function noRequirements(): Requirements {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: [],
    disabled_reason: null,
    errors: [],
    eventually_due: [],
    past_due: [],
    pending_verification: [],
  }
}

export function openRequirements(): Requirements {
  return {
    ...noRequirements(),
    currently_due: [...ASKED],
    eventually_due: [...ASKED],
    past_due: [...ASKED],
    disabled_reason: 'requirements.past_due',
  }
}

/** Brings the account's switches in line with its capabilities: what the provider derives, we derive. */
export function deriveSwitches(account: Account): void {
  account.charges_enabled = account.capabilities.card_payments === 'active'
  account.payouts_enabled =
    account.details_submitted && account.capabilities.transfers === 'active' && account.external_accounts.data.length > 0
}

/** The owner finished onboarding: every requested capability becomes active, and a test bank account is there to pay out to. */
export function completeOnboarding(world: World, account: Account): void {
  const previous = {
    details_submitted: account.details_submitted,
    charges_enabled: account.charges_enabled,
    payouts_enabled: account.payouts_enabled,
  }
  account.details_submitted = true
  account.business_type ??= 'individual'
  account.tos_acceptance = { date: world.clock.nowS(), ip: '127.0.0.1', user_agent: null }
  account.requirements = noRequirements()
  for (const name of Object.keys(account.capabilities)) account.capabilities[name] = 'active'
  if (account.external_accounts.data.length === 0) {
    account.external_accounts.data.push(makeBankAccount(world, account, { account_number: '000123456789', routing_number: '110000000' }))
  }
  deriveSwitches(account)
  world.emit(account.id, 'account.updated', account, previous)
}

export function makeBankAccount(world: World, account: Account, given: Readonly<Record<string, FormNode>>): BankAccount {
  const number = String(given.account_number ?? '000123456789')
  const bank: BankAccount = {
    id: world.newId('ba'),
    object: 'bank_account',
    account: account.id,
    account_holder_name: typeof given.account_holder_name === 'string' ? given.account_holder_name : null,
    account_holder_type:
      given.account_holder_type === 'company' ? 'company' : given.account_holder_type === 'individual' ? 'individual' : null,
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country: String(given.country ?? account.country).toUpperCase(),
    currency: String(given.currency ?? account.default_currency).toLowerCase(),
    default_for_currency: true,
    fingerprint: `Fp${number.slice(-12)}`,
    last4: number.slice(-4),
    metadata: {},
    routing_number: typeof given.routing_number === 'string' ? given.routing_number : null,
    status: 'new',
  }
  world.cardNumbers.set(bank.id, number)
  return bank
}

const CURRENCY_OF_COUNTRY: Readonly<Record<string, string>> = {
  AU: 'aud', BR: 'brl', CA: 'cad', CH: 'chf', CZ: 'czk', DK: 'dkk', GB: 'gbp', HK: 'hkd', HU: 'huf', IN: 'inr', JP: 'jpy', MX: 'mxn', NO: 'nok',
  NZ: 'nzd', PL: 'pln', SE: 'sek', SG: 'sgd', TH: 'thb', US: 'usd', AE: 'aed',
} // biome-ignore format: a table reads best as a table

export function currencyOfCountry(country: string): string {
  return CURRENCY_OF_COUNTRY[country] ?? 'eur'
}
