/** The fields of the provider's error object that this stand-in fills. */
export type ErrorBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  advice_code?: string
  network_decline_code?: string
  param?: string
  charge?: string
  doc_url?: string
  payment_intent?: unknown
  payment_method?: unknown
}

/** What the provider answers instead of an object. */
export class Refusal extends Error {
  readonly status: number
  readonly body: ErrorBody
  /** True when execution never began (bad parameters, bad key, no such object): such answers are not kept for an idempotency key. */
  readonly beforeExecution: boolean

  constructor(status: number, body: ErrorBody, beforeExecution: boolean) {
    super(body.message)
    this.status = status
    this.body =
      body.code === undefined ? body : { ...body, doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}` }
    this.beforeExecution = beforeExecution
  }
}

type Extra = Partial<Omit<ErrorBody, 'type' | 'message'>>

/** 400 found before anything ran: the parameters themselves are wrong. */
export function invalidRequest(message: string, extra: Extra = {}): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', message, ...extra }, true)
}

/** 400 found while running: the state of things forbids it. Kept for the idempotency key. */
export function conflictingState(message: string, extra: Extra = {}): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', message, ...extra }, false)
}

export function unknownParameters(paths: readonly string[]): Refusal {
  const word = paths.length === 1 ? 'parameter' : 'parameters'
  return invalidRequest(`Received unknown ${word}: ${paths.join(', ')}`, { code: 'parameter_unknown', param: paths[0] ?? '' })
}

export function missingParameter(path: string): Refusal {
  return invalidRequest(`Missing required param: ${path}.`, { code: 'parameter_missing', param: path })
}

/** 404 for an id in the path, 400 for an id in a parameter, as the provider does. */
export function missingObject(noun: string, id: string, param: string, status: 400 | 404 = 404): Refusal {
  return new Refusal(status, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${noun}: '${id}'`, param }, true)
}

export function unrecognizedUrl(method: string, path: string): Refusal {
  const message = `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`
  return new Refusal(404, { type: 'invalid_request_error', message }, true)
}

/** 402: the bank said no. */
export function cardRefused(message: string, extra: Extra): Refusal {
  return new Refusal(402, { type: 'card_error', message, ...extra }, false)
}
