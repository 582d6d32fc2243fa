import { type Account, currencyOfCountry, deriveSwitches, makeBankAccount, noRequirements, openRequirements } from './account.ts'
import { readCurrency } from './currency.ts'
import { paginate } from './paginate.ts'
import { anything, applyMetadata, type Field, flag, hash, metadata, oneOf, type Read, required, text, unsettable } from './params.ts'
import { conflictingState, invalidRequest, missingObject, Refusal } from './refusal.ts'
import { type Call, LISTING, type Route, route } from './route.ts'
import { PLATFORM, randomText, type World } from './world.ts'

const requested = hash({ requested: flag() })
const CAPABILITIES = Object.fromEntries(
  ['card_payments', 'transfers', 'link_payments', 'us_bank_account_ach_payments', 'tax_reporting_us_1099_k', 'legacy_payments'].map(
    (name) => [name, requested],
  ),
)
const CHANGES = {
  business_profile: hash({
    mcc: text(), name: unsettable(), product_description: unsettable(), support_email: unsettable(), support_phone: unsettable(), support_url: unsettable(), url: unsettable(),
    support_address: anything(), annual_revenue: anything(), estimated_worker_count: anything(),
  }), // biome-ignore format: a list of names
  business_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
  capabilities: hash(CAPABILITIES),
  company: anything(),
  default_currency: text(),
  email: text(),
  external_account: anything(),
  individual: anything(),
  metadata: metadata(),
  settings: hash({
    payouts: hash({
      schedule: hash({
        interval: oneOf('manual', 'daily', 'weekly', 'monthly'),
        delay_days: text(),
        weekly_anchor: text(),
        monthly_anchor: text(),
      }),
      debit_negative_balances: flag(),
      statement_descriptor: text(),
    }),
    payments: anything(),
    branding: anything(),
    card_payments: anything(),
    dashboard: anything(),
  }),
  tos_acceptance: hash({ date: text(), ip: text(), user_agent: text(), service_agreement: text() }),
}
const CREATE = { ...CHANGES, country: text(2), type: oneOf('custom', 'express', 'standard'), controller: anything() }

function createAccount({ world, account, params }: Call<Read<typeof CREATE>>): Account {
  if (account !== PLATFORM) throw conflictingState('You can only create new accounts as the platform.')
  if (params.type !== undefined && params.controller !== undefined)
    throw invalidRequest('You may only specify one of these parameters: type, controller.')
  const country = (params.country ?? 'US').toUpperCase()
  if (!/^[A-Z]{2}$/.test(country))
    throw invalidRequest(
      `Country '${country}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'.`,
      { code: 'country_unsupported', param: 'country' },
    )
  const id = `acct_1${randomText(15)}`
  const made: Account = {
    id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: null,
      minority_owned_business_designation: null,
      name: null,
      product_description: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    controller: {
      fees: { payer: params.type === 'standard' ? 'account' : 'application' },
      is_controller: true,
      losses: { payments: 'application' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: params.type === 'standard' ? 'full' : params.type === 'custom' ? 'none' : 'express' },
      type: 'application',
    },
    country,
    created: world.clock.nowS(),
    default_currency: currencyOfCountry(country),
    details_submitted: false,
    email: null,
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${id}/external_accounts` },
    future_requirements: noRequirements(),
    metadata: {},
    payouts_enabled: false,
    requirements: openRequirements(),
    settings: {
      bacs_debit_payments: { display_name: null, service_user_number: null },
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_issuing: { tos_acceptance: { date: null, ip: null } },
      card_payments: {
        decline_on: { avs_failure: false, cvc_failure: false },
        statement_descriptor_prefix: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      dashboard: { display_name: null, timezone: 'Etc/UTC' },
      invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
      payments: {
        statement_descriptor: null,
        statement_descriptor_kana: null,
        statement_descriptor_kanji: null,
        statement_descriptor_prefix_kana: null,
        statement_descriptor_prefix_kanji: null,
      },
      payouts: { debit_negative_balances: true, schedule: { delay_days: 2, interval: 'daily' }, statement_descriptor: null },
      sepa_debit_payments: {},
    },
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: params.type ?? 'none',
  }
  applyChanges(world, made, params)
  world.tables.accounts.insert(PLATFORM, made)
  return made
}

function applyChanges(world: World, account: Account, params: Read<typeof CHANGES>): void {
  account.metadata = applyMetadata(account.metadata, params.metadata)
  account.email = params.email ?? account.email
  account.business_type = params.business_type ?? account.business_type
  if (params.default_currency !== undefined) account.default_currency = readCurrency(params.default_currency)
  for (const [name, value] of Object.entries(params.business_profile ?? {})) if (value !== undefined) account.business_profile[name] = value
  for (const [name, capability] of Object.entries(params.capabilities ?? {})) {
    if (capability?.requested === true) account.capabilities[name] ??= account.details_submitted ? 'active' : 'inactive'
    else if (capability?.requested === false) delete account.capabilities[name]
  }
  const payouts = params.settings?.payouts
  if (payouts?.debit_negative_balances !== undefined) account.settings.payouts.debit_negative_balances = payouts.debit_negative_balances
  if (payouts?.schedule !== undefined) account.settings.payouts.schedule = readSchedule(account.settings.payouts.schedule, payouts.schedule)
  if (params.external_account !== undefined) addExternalAccount(world, account, params.external_account)
  if (params.tos_acceptance?.date !== undefined)
    account.tos_acceptance = {
      date: Number(params.tos_acceptance.date),
      ip: params.tos_acceptance.ip ?? null,
      user_agent: params.tos_acceptance.user_agent ?? null,
    }
  deriveSwitches(account)
}

function readSchedule(before: Record<string, unknown>, given: Record<string, string | undefined>): Record<string, unknown> {
  const { interval = String(before.interval), delay_days: delay, ...anchors } = given
  const days = delay === undefined || delay === 'minimum' ? 2 : Number(delay)
  const kept = Object.entries(anchors).filter(([, value]) => value !== undefined)
  return {
    delay_days: days,
    interval,
    ...Object.fromEntries(kept.map(([name, value]) => [name, name === 'monthly_anchor' ? Number(value) : value])),
  }
}

/** The test tokens for bank accounts whose payouts fail. https://docs.stripe.com/connect/testing#account-numbers */
const BANK_TOKENS: Readonly<Record<string, string>> = {
  btok_us: '000123456789',
  btok_us_verified: '000123456789',
  btok_us_noAccount: '000111111116',
  btok_us_accountClosed: '000111111113',
}

function addExternalAccount(world: World, account: Account, given: Read<{ given: ReturnType<typeof anything> }>['given']) {
  const fields = typeof given === 'string' && BANK_TOKENS[given] !== undefined ? { account_number: BANK_TOKENS[given] } : given
  if (fields === undefined || typeof fields === 'string') throw missingObject('token', String(given), 'external_account', 400)
  if (Array.isArray(fields) || typeof fields.account_number !== 'string')
    throw invalidRequest('Missing required param: external_account[account_number].', {
      code: 'parameter_missing',
      param: 'external_account[account_number]',
    })
  const bank = makeBankAccount(world, account, fields)
  for (const other of account.external_accounts.data) if (other.currency === bank.currency) other.default_for_currency = false
  account.external_accounts.data.unshift(bank)
  return bank
}

/** @throws 403 `account_invalid`, as the provider does for an account that is not connected to this platform */
export function needAccount(world: World, id: string): Account {
  const account = world.tables.accounts.find(PLATFORM, id)
  if (account !== undefined) return account
  const message = `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`
  throw new Refusal(403, { type: 'invalid_request_error', code: 'account_invalid', message }, true)
}

const LINK = {
  account: required(text()),
  type: required(oneOf('account_onboarding', 'account_update')),
  refresh_url: required(text()),
  return_url: required(text()),
  collect: oneOf('currently_due', 'eventually_due'),
  collection_options: anything(),
} satisfies Record<string, Field<unknown>>
const LINK_LIFE_S = 300

export const accountRoutes: readonly Route[] = [
  route('POST', '/v1/accounts', CREATE, createAccount),
  route('GET', '/v1/accounts', LISTING, ({ world, params }) =>
    paginate(world.tables.accounts.newestFirst(PLATFORM), params, '/v1/accounts', 'account'),
  ),
  route('GET', '/v1/account', {}, ({ world, account }) => needAccount(world, account)),
  route('GET', '/v1/accounts/:account', {}, ({ world, id }) => needAccount(world, id('account'))),
  route('POST', '/v1/accounts/:account', CHANGES, ({ world, id, params }) => {
    const account = needAccount(world, id('account'))
    const previous = {
      email: account.email,
      business_profile: account.business_profile,
      metadata: account.metadata,
      capabilities: { ...account.capabilities },
    }
    applyChanges(world, account, params)
    world.emit(account.id, 'account.updated', account, previous)
    return account
  }),
  route('DELETE', '/v1/accounts/:account', {}, ({ world, id }) => {
    const account = needAccount(world, id('account'))
    const balances = [...(world.balances.get(account.id)?.values() ?? [])]
    if (balances.some((balance) => balance.available !== 0 || balance.pending !== 0)) {
      throw conflictingState('This account has a balance that is not zero, so it cannot be deleted.', { param: 'account' })
    }
    world.tables.accounts.remove(account.id)
    world.emit(account.id, 'account.application.deauthorized', { id: account.id, object: 'account' })
    return { id: account.id, object: 'account', deleted: true }
  }),
  route(
    'POST',
    '/v1/accounts/:account/reject',
    { reason: required(oneOf('fraud', 'terms_of_service', 'other')) },
    ({ world, id, params }) => {
      const account = needAccount(world, id('account'))
      for (const name of Object.keys(account.capabilities)) account.capabilities[name] = 'inactive'
      account.requirements = { ...noRequirements(), disabled_reason: `rejected.${params.reason}` }
      deriveSwitches(account)
      account.payouts_enabled = false
      world.emit(account.id, 'account.updated', account)
      return account
    },
  ),
  route('POST', '/v1/accounts/:account/login_links', {}, ({ world, id }) => {
    const account = needAccount(world, id('account'))
    if (!account.details_submitted) throw conflictingState('Cannot create a login link for an account that has not completed onboarding.')
    return { object: 'login_link', created: world.clock.nowS(), url: `${world.origin}/express/${account.id}/${randomText(12)}` }
  }),
  route(
    'POST',
    '/v1/accounts/:account/external_accounts',
    { external_account: required(anything()), metadata: metadata(), default_for_currency: flag() },
    ({ world, id, params }) => {
      const account = needAccount(world, id('account'))
      const bank = addExternalAccount(world, account, params.external_account)
      deriveSwitches(account)
      world.emit(account.id, 'account.external_account.created', bank)
      return bank
    },
  ),
  route('GET', '/v1/accounts/:account/external_accounts', { ...LISTING, object: oneOf('bank_account') }, ({ world, id, params }) => {
    const account = needAccount(world, id('account'))
    return paginate(account.external_accounts.data, params, account.external_accounts.url, 'external_account')
  }),
  route('POST', '/v1/account_links', LINK, ({ world, params }) => {
    const account = needAccount(world, params.account)
    const token = randomText(24)
    const created = world.clock.nowS()
    world.onboardingLinks.set(token, {
      token,
      account: account.id,
      returnUrl: params.return_url,
      refreshUrl: params.refresh_url,
      expiresAtS: created + LINK_LIFE_S,
    })
    return { object: 'account_link', created, expires_at: created + LINK_LIFE_S, url: `${world.origin}/setup/e/${account.id}/${token}` }
  }),
]
