/** Which deals boards, figures and their lists are made of: archived ones count nowhere. */
export const liveDeals = { archived: { _eq: false } } as const;
