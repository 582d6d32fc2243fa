/** What a refusal looks like on the wire: RFC 9457, plus a stable `code` for programs and the fields at fault for people. */
export type ProblemBody = {
  type: string
  title: string
  status: number
  detail: string
  code: string
  instance?: string
  /** JSON pointer of each field at fault, and what is wrong with it. */
  errors?: FieldError[]
  [extension: string]: unknown
}
export type FieldError = { pointer: string; detail: string }

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Sign in first',
  402: 'Payment failed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid input',
  426: 'Upgrade required',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Something broke',
  502: 'A provider failed',
  503: 'Temporarily unavailable',
}

export type ProblemOptions = {
  errors?: FieldError[]
  /** More members of the answer: ids and figures that let a client act on the refusal. Never secrets. */
  extensions?: Record<string, unknown>
  retryAfterS?: number
  cause?: unknown
}

/**
 * One refusal. Subclass it once per refusal (`class CartExpired extends Problem`), next to the domain that refuses.
 * `code` is append-only: clients program against it.
 */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly errors: FieldError[] | undefined
  readonly extensions: Record<string, unknown>
  readonly retryAfterS: number | undefined

  constructor(code: string, status: number, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    // Not the class's: the bundle is minified, and what is logged and kept of an error begins with its name.
    this.name = code
    this.code = code
    this.status = status
    this.errors = options.errors
    this.extensions = options.extensions ?? {}
    this.retryAfterS = options.retryAfterS
  }

  /** The body of the answer. `instance` is the request id. */
  toBody(instance?: string): ProblemBody {
    return {
      ...this.extensions,
      type: `https://stoa.example/problems/${this.code}`,
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(instance === undefined ? {} : { instance }),
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    }
  }
}

/** 404. Also the answer for what exists but belongs to somebody else, so that nothing tells the two apart. */
export class NotFound extends Problem {
  constructor(what: string) {
    super('not_found', 404, `There is no such ${what}.`)
  }
}

/** 422: the input has the wrong shape or breaks a rule that needs nothing but the input to check. */
export class InvalidInput extends Problem {
  constructor(errors: FieldError[]) {
    super('invalid_input', 422, 'Some of the input is not valid; see errors.', { errors })
  }
}

/** 412: the record changed since it was read (`If-Match`); read it again and repeat the change. */
export class ChangedMeanwhile extends Problem {
  constructor(what: string) {
    super('changed_meanwhile', 412, `The ${what} was changed by somebody else since you read it.`)
  }
}

/** 503 with Retry-After: a dependency is down, slow or busy; repeating the same request is safe. */
export class Unavailable extends Problem {
  constructor(what: string, options: ProblemOptions = {}) {
    super('unavailable', 503, `${what} is not available right now. Try again shortly.`, { retryAfterS: 2, ...options })
  }
}
