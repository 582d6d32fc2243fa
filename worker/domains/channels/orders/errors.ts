import { CHANNEL_NAMES, type ChannelKey } from '#worker/pure/channel.ts'
import type { ChannelOrderStatus } from '#worker/pure/channel-import.ts'
import { Problem } from '#worker/pure/problem.ts'

/** 409: the order is none of the store's business (any more): refused, ignored, or never readable. */
export class ChannelOrderOver extends Problem {
  constructor(channelOrderStatus: ChannelOrderStatus) {
    super('channel_order_over', 409, `This order is ${channelOrderStatus}; nothing can be done about it here.`, {
      extensions: { channelOrderStatus },
    })
  }
}

/** 409: only what became an order of ours can be refunded; what waits is cancelled instead. */
export class ChannelOrderNotImported extends Problem {
  constructor() {
    super('channel_order_not_imported', 409, 'This order has not come in yet. Cancel it instead of refunding it.')
  }
}

/** 409: the channel gives money back by itself only. */
export class RefundsAtChannelOnly extends Problem {
  constructor(channel: ChannelKey) {
    super('refunds_at_channel_only', 409, `${CHANNEL_NAMES[channel]} takes refunds on its own pages only.`)
  }
}

/** 409: less is left of a line, or of the shipping, than is to be given back. */
export class MoreThanLeft extends Problem {
  constructor(leftMinor: number) {
    super('more_than_left', 409, 'Less is left of this than you want to give back.', { extensions: { leftMinor } })
  }
}
