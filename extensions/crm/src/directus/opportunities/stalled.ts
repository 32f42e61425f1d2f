/** Until when a deal `own` may stand in a stage `s`. */
export const stalledFrom = "(own.stage_entered_at + s.rotting_days * interval '1 day')";

/** Whether it has stood there for longer, as board, stage path and metrics mean it. */
export const isStalled = `coalesce(s.kind = 'open' AND ${stalledFrom} < now(), false)`;
