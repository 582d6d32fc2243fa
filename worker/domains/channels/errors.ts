import type { ChannelKey, ConnectionStatus } from '#worker/pure/channel.ts'
import { Problem, Unavailable } from '#worker/pure/problem.ts'

/**
 * 503: the channel's limit for this operation is used up. Whoever catches it has the work done once `waitMs` have passed;
 * nothing is wrong with the call.
 */
export class Throttled extends Unavailable {
  readonly waitMs: number
  constructor(channel: ChannelKey, waitMs: number) {
    super(`The limit of ${channel}`, { retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)) })
    this.waitMs = waitMs
  }
}

/** 503: the channel did not answer, or with a 5xx. The same call again is safe or is guarded by reading first. */
export class ChannelUnavailable extends Unavailable {
  constructor(channel: ChannelKey, cause: unknown) {
    super(channel, { retryAfterS: 15, cause })
  }
}

/** 409: the channel does not take our credentials any more; the vendor has to connect again. */
export class NotAuthorised extends Problem {
  constructor(channel: ChannelKey, detail: string) {
    super('channel_not_authorised', 409, `${channel} does not accept this connection any more: ${detail}`)
  }
}

/** 409: the channel refused what was asked, and would again. `providerCode` is its own word for why. */
export class ChannelRefused extends Problem {
  readonly providerCode: string
  constructor(channel: ChannelKey, providerCode: string, detail: string) {
    super('channel_refused', 409, `${channel} refused: ${detail}`, { extensions: { providerCode } })
    this.providerCode = providerCode
  }
}

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
