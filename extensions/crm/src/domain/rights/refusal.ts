/** A query that can't be answered without telling of what its asker may not read. Its message is a sentence for them. */
export class RightsRefusal extends Error {}
