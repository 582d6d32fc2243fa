import { Problem } from '#worker/pure/problem.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** How long a request waits for somebody before it is given up. */
export const APPROVAL_LIVES_MS = 7 * DAY_MS

/** 403: INV-APV-1, four eyes. */
export class OwnRequest extends Problem {
  constructor() {
    super('own_request', 403, 'You asked for this yourself: somebody else has to decide.')
  }
}

/** 403: somebody else's role may decide this. */
export class NotYoursToDecide extends Problem {
  constructor() {
    super('not_allowed', 403, 'Your role may not decide this.')
  }
}

/** 409: INV-APV-2. */
export class AlreadyDecided extends Problem {
  constructor(status: string) {
    super('already_decided', 409, `This was decided before: it is ${status}.`, { extensions: { approvalStatus: status } })
  }
}

/** 410: nobody decided in time; it has to be asked for again. */
export class ApprovalExpired extends Problem {
  constructor() {
    super('approval_expired', 410, 'Nobody decided this in time. It has to be asked for again.')
  }
}

/** 409: INV-APV-3. */
export class AlreadyWaiting extends Problem {
  constructor() {
    super('already_waiting', 409, 'This waits for an approval already.')
  }
}
