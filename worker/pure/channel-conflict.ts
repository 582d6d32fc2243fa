/** How a channel and the pool came to say different things; see `db/vendor/schema/channels.ts`. */
export const CHANNEL_CONFLICTS = ['oversold', 'stock_drift', 'price_drift', 'stale_stock', 'late_cancel', 'changed_there'] as const
export type ChannelConflictKind = (typeof CHANNEL_CONFLICTS)[number]

/** The kinds that are over once people have talked; all others settle as soon as the channel was told, or the order decided. */
export const FOR_PEOPLE = ['late_cancel', 'changed_there'] as const satisfies readonly ChannelConflictKind[]

/** Whether a person may say that a conflict of this kind is over. */
export const isForPeople = (kind: ChannelConflictKind): boolean => FOR_PEOPLE.some((each) => each === kind)
