import { CHANNEL_NAMES, type ChannelKey, type ConnectionStatus } from '#worker/pure/channel.ts'
import { Problem, Unavailable } from '#worker/pure/problem.ts'

/**
 * 503: the channel's limit for this operation is used up. Whoever catches it has the work done once `waitMs` have passed;
 * nothing is wrong with the call.
 */
export class Throttled extends Unavailable {
  readonly waitMs: number
  constructor(channel: ChannelKey, waitMs: number) {
    super(`The limit of ${CHANNEL_NAMES[channel]}`, { retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) })
    this.waitMs = waitMs
  }
}

/** 503: the channel did not answer, or with a 5xx. The same call again is safe or is guarded by reading first. */
export class ChannelUnavailable extends Unavailable {
  constructor(channel: ChannelKey, cause: unknown) {
    super(CHANNEL_NAMES[channel], { retryAfterS: 15, cause })
  }
}

/** 409: the channel does not take our credentials any more; the vendor has to connect again. */
export class NotAuthorised extends Problem {
  constructor(channel: ChannelKey, detail: string) {
    super('channel_not_authorised', 409, `${CHANNEL_NAMES[channel]} does not accept this connection any more: ${detail}`)
  }
}

/** 409: the channel refused what was asked, and would again. `providerCode` is its own word for why. */
export class ChannelRefused extends Problem {
  readonly providerCode: string
  constructor(channel: ChannelKey, providerCode: string, detail: string) {
    super('channel_refused', 409, `${CHANNEL_NAMES[channel]} refused: ${detail}`, { extensions: { providerCode } })
    this.providerCode = providerCode
  }
}

/**
 * 503: the channel has taken what was asked and works on it; whether it did it is seen when it is asked again, which reads first.
 * Counts as a try, so that what never comes true is given up and shown.
 */
export class StillUnderWay extends Unavailable {
  readonly waitMs: number
  constructor(channel: ChannelKey, waitMs: number) {
    super(`What ${CHANNEL_NAMES[channel]} was asked for`, { retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) })
    this.waitMs = waitMs
  }
}

/**
 * True for what is wrong with the things a call was about: the channel's refusal of them, or a mistake of ours in reading one. False
 * for what would befall any call: a limit, a channel or a database that is away, credentials that are gone.
 */
export const isAboutItems = (error: unknown): boolean =>
  !(error instanceof Throttled || error instanceof NotAuthorised || (error instanceof Problem && error.status >= 500))

/** The code and words an item is set aside with. */
export function reasonOf(error: unknown): { code: string; detail: string } {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, REASON_MAX)
  return { code: error instanceof ChannelRefused ? error.providerCode : 'failed', detail }
}
const REASON_MAX = 300

/** 409: what a compare-and-set expected is not so any more: look again, then decide again. */
export class StockIsStale extends Problem {
  readonly externalIds: readonly string[]
  constructor(externalIds: readonly string[]) {
    super('channel_stock_stale', 409, 'The channel’s quantity is another than the one last seen.')
    this.externalIds = externalIds
  }
}

/** 409: the connection is paused, broken or over; nothing is asked of the channel. */
export class ConnectionNotReady extends Problem {
  readonly connectionStatus: ConnectionStatus
  constructor(connectionStatus: ConnectionStatus) {
    super('connection_not_ready', 409, `This connection is ${connectionStatus}.`, { extensions: { connectionStatus } })
    this.connectionStatus = connectionStatus
  }
}

/** 409: the account at the channel is connected by somebody else (INV-CHN-4). Tells nothing of who. */
export class ChannelAccountTaken extends Problem {
  constructor(channel: ChannelKey) {
    super('channel_account_taken', 409, `This ${CHANNEL_NAMES[channel]} account is connected to another store. Disconnect it there first.`)
  }
}

/** 409: the keys are good, and of another account than the connection's. */
export class AnotherAccount extends Problem {
  constructor(channel: ChannelKey) {
    super('another_account', 409, `These keys belong to another ${CHANNEL_NAMES[channel]} account. Connect it on its own.`)
  }
}

/** 409: the channel is connected the other way: by its own page, or by keys. */
export class WrongWayToConnect extends Problem {
  constructor(channel: ChannelKey, connectBy: 'oauth' | 'keys') {
    super('wrong_way_to_connect', 409, `${CHANNEL_NAMES[channel]} is connected by ${connectBy === 'keys' ? 'keys' : 'its own page'}.`)
  }
}

/** 409: the way back from a channel was begun elsewhere, took too long, or was used already. */
export class AuthorizationOver extends Problem {
  constructor() {
    super('authorization_over', 409, 'This way to connect was not begun here, took too long, or was used already. Start again.')
  }
}

/** 429: the channel lets keys be tried so often and no more; nothing is wrong with them. */
export class TriedTooOften extends Problem {
  constructor(channel: ChannelKey, { waitMs }: Throttled) {
    super('too_many_requests', 429, `${CHANNEL_NAMES[channel]} lets keys be tried only so often. Try again later.`, {
      retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)),
    })
  }
}

/** 409: nothing new can be listed at this channel from here; what is listed there can be matched. */
export class ListingsNotCreated extends Problem {
  constructor(channel: ChannelKey) {
    super('listings_not_created', 409, `New listings of ${CHANNEL_NAMES[channel]} are made there. Import them, then match them.`)
  }
}

/** 409: the store has no connection of the channel that works. */
export class NothingConnected extends Problem {
  constructor(channel: ChannelKey) {
    super('nothing_connected', 409, `No ${CHANNEL_NAMES[channel]} account is connected and active.`)
  }
}

/** 409: there is nothing of a run to do again. */
export class RunNotReplayable extends Problem {
  constructor(why: string) {
    super('run_not_replayable', 409, `This run cannot be done again: ${why}.`)
  }
}

/** 409: a conflict of this kind is over as soon as the channel was told, or its order decided; no person closes it. */
export class ConflictSettlesItself extends Problem {
  constructor() {
    super('conflict_settles_itself', 409, 'A conflict of this kind is settled by itself; there is nothing to close.')
  }
}
