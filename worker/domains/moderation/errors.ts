import type { Finding } from '#worker/pure/moderation.ts'
import { Problem } from '#worker/pure/problem.ts'

/** 409: something in it is not wanted on the marketplace; `errors` names each field. */
export class ContentRefused extends Problem {
  constructor(findings: readonly Finding[]) {
    const errors = findings.map(({ field, kind, match, note }) => ({
      pointer: field,
      detail: kind === 'category' ? `Nothing may be sold in this category. ${note}`.trim() : `"${match}" is not allowed. ${note}`.trim(),
    }))
    super('content_refused', 409, `This cannot be sold on the marketplace: ${errors.map(({ detail }) => detail).join(' ')}`, { errors })
  }
}

/** 429: so many reports in a day. */
export class TooManyReports extends Problem {
  constructor() {
    super('too_many_reports', 429, 'You have reported a lot today. Thank you; come back tomorrow.', { retryAfterS: 3600 })
  }
}

/** 409: you said so already. */
export class AlreadyReported extends Problem {
  constructor() {
    super('already_reported', 409, 'You have reported this already; we are looking at it.')
  }
}

/** 409: the question was answered before. */
export class AlreadyDecided extends Problem {
  constructor(action: string) {
    super('already_decided', 409, `This was decided already: ${action}.`, { extensions: { action } })
  }
}

/** 409: there is nothing to appeal against, or it was appealed before. */
export class NotAppealable extends Problem {
  constructor(detail: string) {
    super('not_appealable', 409, detail)
  }
}

/** 403: whoever decided does not decide about the appeal. */
export class SamePerson extends Problem {
  constructor() {
    super('same_person', 403, 'You made the decision that this appeal is about; somebody else has to answer it.')
  }
}

/** 409: there is such a rule. */
export class RuleExists extends Problem {
  constructor() {
    super('rule_exists', 409, 'There is a rule for this already.')
  }
}
